with decided as (
    select
        overrides.party_type,
        overrides.party_id,
        overrides.other_id,
        overrides.decision,
        overrides.decided_by,
        overrides.decided_on,
        overrides.reason
    from {{ ref('stg_reference__identity_overrides') }} as overrides
),

-- Whoever parted two records parted them whichever of the two they named first.
parted as (
    select
        decided.party_type,
        least(decided.party_id, decided.other_id) as lower_id,
        greatest(decided.party_id, decided.other_id) as higher_id
    from decided
    where decided.decision = 'different'
    group by decided.party_type, least(decided.party_id, decided.other_id), greatest(decided.party_id, decided.other_id)
),

stated as (
    select
        links.party_type,
        links.party_id,
        links.other_id,
        'native' as link,
        links.evidence_code,
        links.source_system as stated_by,
        cast(null as date) as decided_on,
        cast(null as varchar) as reason
    from {{ ref('core_party_link') }} as links
    left join parted
        on
            parted.party_type = links.party_type
            and parted.lower_id = least(links.party_id, links.other_id)
            and parted.higher_id = greatest(links.party_id, links.other_id)
    where parted.lower_id is null
    union all
    select
        decided.party_type,
        decided.party_id,
        decided.other_id,
        'override' as link,
        'override' as evidence_code,
        decided.decided_by as stated_by,
        decided.decided_on,
        decided.reason
    from decided
    where decided.decision = 'same'
)

select
    stated.party_type,
    stated.party_id,
    stated.other_id,
    stated.link,
    stated.evidence_code,
    stated.stated_by,
    stated.decided_on,
    stated.reason
from stated
inner join {{ ref('idn_party_records') }} as records
    on records.party_type = stated.party_type and records.member_id = stated.party_id
inner join {{ ref('idn_party_records') }} as others
    on others.party_type = stated.party_type and others.member_id = stated.other_id
where stated.party_id <> stated.other_id
