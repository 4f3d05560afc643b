-- The office assigns segments; of a client that it never assigned, the CRM's word holds.
with assigned as (
    select
        members.client_id,
        segments.segment,
        segments.strategic_weight,
        segments.valid_from,
        segments.valid_to,
        lag(segments.valid_to) over (partition by members.client_id order by segments.valid_from) as previous_valid_to,
        lead(segments.valid_from) over (partition by members.client_id order by segments.valid_from) as next_valid_from
    from {{ ref('stg_reference__client_segments') }} as segments
    inner join {{ ref('idn_client_members') }} as members on members.member_id = segments.client_id
),

deciding as (
    select assigned.client_id
    from assigned
    group by assigned.client_id
)

select
    assigned.client_id,
    assigned.segment,
    assigned.strategic_weight,
    assigned.valid_from,
    assigned.valid_to
from assigned
union all
select
    assigned.client_id,
    'unknown' as segment,
    cast(null as bigint) as strategic_weight,
    coalesce({{ add_days('assigned.previous_valid_to', 1) }}, date '1900-01-01') as valid_from,
    {{ add_days('assigned.valid_from', -1) }} as valid_to
from assigned
where coalesce({{ add_days('assigned.previous_valid_to', 1) }}, date '1900-01-01') < assigned.valid_from
union all
select
    assigned.client_id,
    'unknown' as segment,
    cast(null as bigint) as strategic_weight,
    {{ add_days('assigned.valid_to', 1) }} as valid_from,
    date '9999-12-31' as valid_to
from assigned
where assigned.next_valid_from is null and assigned.valid_to < date '9999-12-31'
union all
select
    clients.client_id,
    coalesce(clients.segment, 'unknown') as segment,
    cast(null as bigint) as strategic_weight,
    date '1900-01-01' as valid_from,
    date '9999-12-31' as valid_to
from {{ ref('dim_clients') }} as clients
left join deciding on deciding.client_id = clients.client_id
where deciding.client_id is null
