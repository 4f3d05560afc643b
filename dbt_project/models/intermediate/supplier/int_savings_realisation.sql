with started as (
    select
        savings.savings_initiative_id,
        savings.supplier_id,
        savings.category,
        savings.business_unit_id,
        min(savings.received_on) as first_received_on
    from {{ ref('fct_savings') }} as savings
    where savings.kind = 'saving'
    group by savings.savings_initiative_id, savings.supplier_id, savings.category, savings.business_unit_id
),

months as (
    select
        started.savings_initiative_id,
        started.supplier_id,
        started.category,
        started.business_unit_id,
        months.month_start,
        months.stock_on,
        least({{ whole_months_between('started.first_received_on', 'months.stock_on') }}, {{ var('savings_months') }}) as elapsed_months
    from started
    inner join {{ ref('int_months') }} as months on months.stock_on >= started.first_received_on
),

realised as (
    select
        months.savings_initiative_id,
        months.month_start,
        sum(savings.reporting_saving_amount) as amount
    from months
    inner join {{ ref('fct_savings') }} as savings
        on savings.savings_initiative_id = months.savings_initiative_id
        and savings.received_on <= months.stock_on
    group by months.savings_initiative_id, months.month_start
)

select
    months.savings_initiative_id,
    months.month_start,
    months.supplier_id,
    months.category,
    months.business_unit_id,
    months.stock_on,
    months.elapsed_months,
    cast(coalesce(realised.amount, 0) as decimal(38,12)) as realised_amount,
    {{ reporting_amount('initiatives.negotiated_amount', 'initiatives.currency', 'rates') }} as negotiated_amount
from months
inner join {{ ref('core_savings_initiative') }} as initiatives
    on initiatives.savings_initiative_id = months.savings_initiative_id
left join realised
    on realised.savings_initiative_id = months.savings_initiative_id
    and realised.month_start = months.month_start
left join {{ ref('int_fx_rate_spans') }} as rates
    on {{ fx_rate_join('rates', 'initiatives.currency', 'months.stock_on') }}
-- Without a rate of the month's end neither side counts.
where {{ reporting_amount('initiatives.negotiated_amount', 'initiatives.currency', 'rates') }} is not null
