-- Submitted as the first request of a chain, valued and decided as the last; both values at the rate of the first one's day.
with chains as (
    select
        first_requests.demand_request_id,
        first_requests.business_unit_id,
        {{ reporting_date('first_requests.submitted_at') }} as submitted_on,
        {{ reporting_date('last_requests.decided_at') }} as decided_on,
        {{ seconds_between('first_requests.submitted_at', 'last_requests.decided_at') }} as cycle_seconds,
        last_requests.status,
        last_requests.demand_request_id <> first_requests.demand_request_id as is_reframed,
        first_requests.benefit_amount as first_amount,
        first_requests.currency as first_currency,
        last_requests.benefit_amount as last_amount,
        last_requests.currency as last_currency
    from {{ ref('fct_demand_requests') }} as first_requests
    inner join {{ ref('fct_demand_requests') }} as last_requests
        on last_requests.demand_request_id = first_requests.last_request_id
)

select
    chains.demand_request_id,
    chains.business_unit_id,
    chains.submitted_on,
    chains.status,
    chains.status in ('approved', 'declined') and chains.decided_on is not null as is_decided,
    chains.decided_on,
    chains.cycle_seconds,
    chains.is_reframed,
    {{ reporting_amount('chains.first_amount', 'chains.first_currency', 'first_rates') }} as first_reporting_amount,
    {{ reporting_amount('chains.last_amount', 'chains.last_currency', 'last_rates') }} as reporting_amount
from chains
left join {{ ref('int_fx_rate_spans') }} as first_rates
    on {{ fx_rate_join('first_rates', 'chains.first_currency', 'chains.submitted_on') }}
left join {{ ref('int_fx_rate_spans') }} as last_rates
    on {{ fx_rate_join('last_rates', 'chains.last_currency', 'chains.submitted_on') }}
