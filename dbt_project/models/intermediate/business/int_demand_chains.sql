{#- Each round doubles how many reframings are followed: 32 of one request. -#}
{%- set rounds = 5 -%}
with run as (
    {{ run_parameters() }}
),

known as (
    select
        requests.demand_request_id,
        requests.reframed_request_id,
        requests.submitted_at
    from {{ ref('core_demand_request') }} as requests
    cross join run
    where not coalesce(requests.is_deleted, false) and requests.submitted_at <= run.as_of
),

successors as (
    select
        known.reframed_request_id as demand_request_id,
        max_by(known.demand_request_id, known.submitted_at) as successor_id
    from known
    where known.reframed_request_id is not null
    group by known.reframed_request_id
),

followed_0 as (
    select
        known.demand_request_id,
        coalesce(successors.successor_id, known.demand_request_id) as last_request_id
    from known
    left join successors on successors.demand_request_id = known.demand_request_id
),
{%- for round in range(1, rounds + 1) %}

followed_{{ round }} as (
    select
        here.demand_request_id,
        beyond.last_request_id
    from followed_{{ round - 1 }} as here
    inner join followed_{{ round - 1 }} as beyond on beyond.demand_request_id = here.last_request_id
),
{%- endfor %}

firsts as (
    select known.demand_request_id
    from known
    left join known as predecessors on predecessors.demand_request_id = known.reframed_request_id
    where predecessors.demand_request_id is null
)

select
    firsts.demand_request_id as first_request_id,
    followed.last_request_id
from firsts
inner join followed_{{ rounds }} as followed on followed.demand_request_id = firsts.demand_request_id
