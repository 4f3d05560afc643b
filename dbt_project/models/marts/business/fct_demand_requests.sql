with run as (
    {{ run_parameters() }}
),

requests as (
    select
        requests.demand_request_id,
        requests.source_system,
        requests.source_instance,
        requests.native_id,
        requests.request_number,
        coalesce(requests.business_unit, 'unknown') as business_unit_id,
        requests.status,
        requests.submitted_at,
        case when requests.decided_at <= run.as_of then requests.decided_at end as decided_at,
        requests.benefit_amount,
        requests.currency,
        requests.reframed_request_id
    from {{ ref('core_demand_request') }} as requests
    cross join run
    where not coalesce(requests.is_deleted, false) and requests.submitted_at <= run.as_of
)

select
    requests.demand_request_id,
    requests.source_system,
    requests.source_instance,
    requests.native_id,
    requests.request_number,
    units.business_unit_key,
    units.business_unit_id,
    requests.status,
    requests.submitted_at,
    requests.decided_at,
    requests.benefit_amount,
    requests.currency,
    requests.reframed_request_id,
    chains.last_request_id
from requests
inner join {{ ref('dim_business_units') }} as units on units.business_unit_id = requests.business_unit_id
left join {{ ref('int_demand_chains') }} as chains on chains.first_request_id = requests.demand_request_id
