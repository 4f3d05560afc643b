with recurring as (
    select
        spans.client_contract_id,
        spans.client_id,
        months.month_start,
        months.stock_on,
        contracts.annual_amount,
        contracts.currency,
        spans.is_pending and months.stock_on > spans.in_force_to as is_pending
    from {{ ref('int_client_contract_spans') }} as spans
    inner join {{ ref('int_client_contracts') }} as contracts
        on contracts.client_contract_id = spans.client_contract_id
    inner join {{ ref('int_months') }} as months
        on months.stock_on between spans.starts_on and spans.recurring_to
)

select
    recurring.client_contract_id,
    recurring.client_id,
    recurring.month_start,
    recurring.stock_on,
    recurring.annual_amount,
    recurring.currency,
    {{ reporting_amount('recurring.annual_amount', 'recurring.currency', 'rates') }} as reporting_annual_amount,
    recurring.is_pending
from recurring
left join {{ ref('int_fx_rate_spans') }} as rates
    on {{ fx_rate_join('rates', 'recurring.currency', 'recurring.stock_on') }}
