{# The crosswalk: which party each record of a system is, and what ties it to the others of that party. #}
with both_ways as (
    select
        links.party_type,
        links.party_id as member_id,
        links.other_id as linked_to,
        links.link,
        links.evidence_code,
        links.stated_by
    from {{ ref('idn_links') }} as links
    union all
    select
        links.party_type,
        links.other_id as member_id,
        links.party_id as linked_to,
        links.link,
        links.evidence_code,
        links.stated_by
    from {{ ref('idn_links') }} as links
),

ties as (
    select
        both_ways.party_type,
        both_ways.member_id,
        both_ways.linked_to,
        both_ways.link,
        both_ways.evidence_code,
        both_ways.stated_by
    from both_ways
    group by
        both_ways.party_type,
        both_ways.member_id,
        both_ways.linked_to,
        both_ways.link,
        both_ways.evidence_code,
        both_ways.stated_by
)

select
    clusters.party_type,
    clusters.cluster_id as party_id,
    clusters.member_id,
    records.source_system,
    records.source_instance,
    records.native_id,
    coalesce(ties.linked_to, clusters.member_id) as linked_to,
    coalesce(ties.link, 'alone') as link,
    coalesce(ties.evidence_code, 'none') as evidence_code,
    coalesce(ties.stated_by, records.source_system) as stated_by
from {{ ref('idn_clusters') }} as clusters
inner join {{ ref('idn_party_records') }} as records
    on records.party_type = clusters.party_type and records.member_id = clusters.member_id
left join ties on ties.party_type = clusters.party_type and ties.member_id = clusters.member_id
