with targets as (
    select
        targets.revenue_target_id,
        coalesce(members.client_id, 'unknown') as client_id,
        {{ month_of('targets.month_on') }} as month_start,
        targets.target_amount,
        targets.currency
    from {{ ref('core_revenue_target') }} as targets
    left join {{ ref('idn_client_members') }} as members on members.member_id = targets.client_id
)

-- A target converts at the end of its month, or at as_of.
select
    targets.revenue_target_id,
    targets.client_id,
    targets.month_start,
    targets.target_amount,
    targets.currency,
    {{ reporting_amount('targets.target_amount', 'targets.currency', 'rates') }} as reporting_amount
from targets
inner join {{ ref('int_months') }} as months on months.month_start = targets.month_start
left join {{ ref('int_fx_rate_spans') }} as rates
    on {{ fx_rate_join('rates', 'targets.currency', 'months.stock_on') }}
