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
),

in_12_months as (
    select
        spent.supplier_id,
        months.month_start,
        spent.category,
        sum(spent.amount) as amount
    from spent
    inner join {{ ref('int_months') }} as months
        on months.month_start between spent.month_start and {{ add_months('spent.month_start', 11) }}
    group by spent.supplier_id, months.month_start, spent.category
),

ranked as (
    select
        in_12_months.supplier_id,
        in_12_months.month_start,
        in_12_months.category,
        in_12_months.amount,
        row_number() over (
            partition by in_12_months.supplier_id, in_12_months.month_start
            order by in_12_months.amount desc, in_12_months.category asc
        ) as place
    from in_12_months
    where in_12_months.amount > 0
)

select
    ranked.supplier_id,
    ranked.month_start,
    ranked.category,
    cast(ranked.amount as decimal(28,6)) as spend_amount
from ranked
where ranked.place = 1
