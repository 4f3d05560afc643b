with budgets as (
    select
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
),

observations as (
    select
        budgets.business_unit_id as business_unit,
        budgets.month_on as observed_on,
        -budgets.reporting_amount as numerator,
        budgets.reporting_amount as denominator,
        0 as open_count,
        true as is_final
    from budgets
    union all
    -- What is spent in a month without a budget does not count.
    select
        spend.business_unit,
        spend.spent_on as observed_on,
        spend.reporting_amount as numerator,
        cast(null as decimal(28,6)) as denominator,
        0 as open_count,
        true as is_final
    from {{ ref('int_spend_lines') }} as spend
    inner join planned_months
        on planned_months.business_unit_id = spend.business_unit
        and planned_months.month_on = {{ month_of('spend.spent_on') }}
)

{{- kpi_figures() }}
