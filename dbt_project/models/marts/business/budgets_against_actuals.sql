with run as (
    {{ run_parameters() }}
),

months as (
    select
        entries.business_unit_id,
        entries.month_on,
        sum(entries.budget_amount) as budget_amount,
        coalesce(sum(entries.actual_amount), 0) as actual_amount
    from {{ ref('int_budget_entries') }} as entries
    group by entries.business_unit_id, entries.month_on
),

cumulated as (
    select
        months.business_unit_id,
        months.month_on,
        days.fiscal_year,
        months.budget_amount,
        months.actual_amount,
        sum(months.budget_amount) over (
            partition by months.business_unit_id, days.fiscal_year
            order by months.month_on rows between unbounded preceding and current row
        ) as budget_to_date,
        sum(months.actual_amount) over (
            partition by months.business_unit_id, days.fiscal_year
            order by months.month_on rows between unbounded preceding and current row
        ) as actual_to_date
    from months
    inner join {{ ref('dim_dates') }} as days on days.date_day = months.month_on
)

select
    units.business_unit_key,
    units.business_unit_id,
    cumulated.month_on,
    cumulated.fiscal_year,
    {{ month_of('run.as_of_on') }} > cumulated.month_on as is_complete_month,
    cast(cumulated.budget_amount as decimal(28,6)) as reporting_budget_amount,
    cast(cumulated.actual_amount as decimal(28,6)) as reporting_actual_amount,
    cast(cumulated.actual_amount - cumulated.budget_amount as decimal(28,6)) as reporting_variance_amount,
    {{ divide('cumulated.actual_amount - cumulated.budget_amount', 'cumulated.budget_amount', factor=100) }} as variance_percent,
    cast(cumulated.budget_to_date as decimal(28,6)) as reporting_budget_to_date_amount,
    cast(cumulated.actual_to_date as decimal(28,6)) as reporting_actual_to_date_amount,
    {{ divide('cumulated.actual_to_date - cumulated.budget_to_date', 'cumulated.budget_to_date', factor=100) }} as variance_to_date_percent
from cumulated
cross join run
inner join {{ ref('dim_business_units') }} as units on units.business_unit_id = cumulated.business_unit_id
-- A month that has not begun has nothing to compare.
where cumulated.month_on <= run.as_of_on
