with candidates as (
    select
        'ticket' as entity,
        tickets.business_unit,
        tickets.source_system,
        tickets.source_instance,
        count(*) as row_count
    from {{ ref('int_ticket_records') }} as tickets
    where not tickets.is_decided
    group by tickets.business_unit, tickets.source_system, tickets.source_instance
),

numbers as (
    select
        candidates.entity,
        candidates.business_unit,
        count(*) as candidate_count
    from candidates
    group by candidates.entity, candidates.business_unit
)

select
    candidates.entity,
    candidates.business_unit,
    candidates.source_system,
    candidates.source_instance,
    candidates.row_count
from candidates
inner join numbers on numbers.entity = candidates.entity and numbers.business_unit = candidates.business_unit
where numbers.candidate_count > 1
