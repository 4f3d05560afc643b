with logos as (
    select
        segments.segment,
        cohorts.month_start,
        count(*) as opened,
        sum(case when cohorts.is_closing then 0 else 1 end) as churned
    from {{ ref('int_client_mrr_cohorts') }} as cohorts
    inner join {{ ref('int_client_segments') }} as segments
        on
            segments.client_id = cohorts.client_id
            and cohorts.month_start between segments.valid_from and segments.valid_to
    where cohorts.period_grain = 'month' and cohorts.is_opening
    group by segments.segment, cohorts.month_start
),

segments as (
    select segments.segment
    from {{ ref('int_client_segments') }} as segments
    group by segments.segment
),

-- Sums of the twelve months that end with this one.
windowed as (
    select
        segments.segment,
        months.month_start,
        sum(coalesce(logos.opened, 0)) over (
            partition by segments.segment order by months.month_start rows between 11 preceding and current row
        ) as opened,
        sum(coalesce(logos.churned, 0)) over (
            partition by segments.segment order by months.month_start rows between 11 preceding and current row
        ) as churned
    from segments
    cross join {{ ref('int_months') }} as months
    left join logos on logos.segment = segments.segment and logos.month_start = months.month_start
),

portfolio as (
    select
        windowed.month_start,
        sum(windowed.opened) as opened,
        sum(windowed.churned) as churned
    from windowed
    group by windowed.month_start
),

-- Months to expect: 1 / c, where c = (C + 12 × p) / (M + 12) and p = C / M of the portfolio.
expected as (
    select
        windowed.segment,
        windowed.month_start,
        windowed.opened,
        windowed.churned,
        (windowed.opened + 12) * portfolio.opened as months,
        windowed.churned * portfolio.opened + 12 * portfolio.churned as churns
    from windowed
    inner join portfolio on portfolio.month_start = windowed.month_start
),

capped as (
    select
        expected.segment,
        expected.month_start,
        expected.opened,
        expected.churned,
        expected.months,
        expected.churns,
        expected.months >= {{ var('clv_max_months') }} * expected.churns as is_capped
    from expected
)

select
    capped.segment,
    capped.month_start,
    cast(capped.opened as bigint) as opened,
    cast(capped.churned as bigint) as churned,
    cast(case when capped.is_capped then {{ var('clv_max_months') }} else capped.months end as bigint) as expected_months,
    cast(case when capped.is_capped then 1 else capped.churns end as bigint) as expected_churns,
    capped.is_capped
from capped
