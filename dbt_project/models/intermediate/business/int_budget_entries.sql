-- What is spent in a month without a budget does not count.
with budgets as (
    select
        budgets.budget_line_id,
        budgets.business_unit_id,
        budgets.month_on,
        budgets.reporting_amount
    from {{ ref('fct_budgets') }} as budgets
    where budgets.reporting_amount is not null
),

planned_months as (
    select
        budgets.business_unit_id,
        budgets.month_on
    from budgets
    group by budgets.business_unit_id, budgets.month_on
)

select
    'budget' as kind,
    budgets.budget_line_id as entry_id,
    budgets.business_unit_id,
    budgets.month_on,
    budgets.reporting_amount as budget_amount,
    cast(null as decimal(28,6)) as actual_amount
from budgets
union all
select
    'spend' as kind,
    spend.spend_line_id as entry_id,
    planned_months.business_unit_id,
    planned_months.month_on,
    cast(null as decimal(28,6)) as budget_amount,
    spend.reporting_amount as actual_amount
from {{ ref('int_spend_lines') }} as spend
inner join planned_months
    on planned_months.business_unit_id = spend.business_unit
    and planned_months.month_on = {{ month_of('spend.spent_on') }}
