with closings as (
    select
        mrr.client_id,
        mrr.month_start,
        sum(mrr.reporting_annual_amount) as annual_amount
    from {{ ref('int_client_mrr') }} as mrr
    group by mrr.client_id, mrr.month_start
),

firsts as (
    select
        cohorts.client_id,
        min(cohorts.month_start) as first_month
    from {{ ref('int_client_mrr_cohorts') }} as cohorts
    where cohorts.period_grain = 'month' and cohorts.is_closing
    group by cohorts.client_id
),

-- A month of either end: what was, at the opening's rate; what is, at that rate and at its own.
months as (
    select
        cohorts.client_id,
        cohorts.month_start,
        case
            when cohorts.is_opening and cohorts.is_closing then 'staying'
            when cohorts.is_opening then 'leaving'
            when cohorts.month_start = firsts.first_month then 'new'
            else 'returning'
        end as movement,
        case when cohorts.is_opening then {{ divide('cohorts.opening_annual_amount', 12) }} else 0 end as opening_amount,
        {{ divide('cohorts.closing_annual_amount', 12) }} as kept_amount,
        case when cohorts.is_closing then {{ divide('closings.annual_amount', 12) }} else 0 end as closing_amount,
        cohorts.is_final
    from {{ ref('int_client_mrr_cohorts') }} as cohorts
    inner join firsts on firsts.client_id = cohorts.client_id
    left join closings on closings.client_id = cohorts.client_id and closings.month_start = cohorts.month_start
    where cohorts.period_grain = 'month' and (cohorts.is_opening or cohorts.is_closing)
),

moved as (
    select
        months.client_id,
        months.month_start,
        months.opening_amount,
        case when months.movement = 'new' then months.closing_amount else 0 end as new_amount,
        case when months.movement = 'returning' then months.closing_amount else 0 end as returning_amount,
        case
            when months.movement = 'staying' then greatest(months.kept_amount - months.opening_amount, 0)
            else 0
        end as expansion_amount,
        case
            when months.movement = 'staying' then greatest(months.opening_amount - months.kept_amount, 0)
            else 0
        end as contraction_amount,
        case when months.movement = 'leaving' then months.opening_amount else 0 end as churn_amount,
        case when months.movement = 'staying' then months.closing_amount - months.kept_amount else 0 end as fx_effect_amount,
        months.closing_amount,
        months.is_final
    from months
)

select
    clients.client_key,
    moved.client_id,
    moved.month_start,
    cast(moved.opening_amount as decimal(28,6)) as opening_amount,
    cast(moved.new_amount as decimal(28,6)) as new_amount,
    cast(moved.returning_amount as decimal(28,6)) as returning_amount,
    cast(moved.expansion_amount as decimal(28,6)) as expansion_amount,
    cast(moved.contraction_amount as decimal(28,6)) as contraction_amount,
    cast(moved.churn_amount as decimal(28,6)) as churn_amount,
    cast(moved.fx_effect_amount as decimal(28,6)) as fx_effect_amount,
    cast(moved.closing_amount as decimal(28,6)) as closing_amount,
    moved.is_final
from moved
inner join {{ ref('dim_clients') }} as clients on clients.client_id = moved.client_id
