-- Twelve calendar months: the one asked for and the eleven before it.
with spent as (
    select
        spend.supplier_id,
        spend.category,
        {{ month_of('spend.spent_on') }} as month_start,
        sum(spend.reporting_amount) as amount
    from {{ ref('int_spend_lines') }} as spend
    where spend.reporting_amount is not null
    group by spend.supplier_id, spend.category, {{ month_of('spend.spent_on') }}
)

select
    spent.supplier_id,
    spent.category,
    months.month_start,
    months.stock_on,
    cast(sum(spent.amount) as decimal(28,6)) as amount
from spent
inner join {{ ref('int_months') }} as months
    on months.month_start between spent.month_start and {{ add_months('spent.month_start', 11) }}
group by spent.supplier_id, spent.category, months.month_start, months.stock_on
