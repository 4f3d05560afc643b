-- What recurred a year of clients that had some, in the months they had it.
with monthly as (
    select
        cohorts.client_id,
        cohorts.month_start,
        sum(mrr.reporting_annual_amount) as annual_amount
    from {{ ref('int_client_mrr_cohorts') }} as cohorts
    inner join {{ ref('int_client_mrr') }} as mrr
        on mrr.client_id = cohorts.client_id and mrr.month_start = cohorts.month_start
    where cohorts.period_grain = 'month' and cohorts.is_closing
    group by cohorts.client_id, cohorts.month_start
),

firsts as (
    select
        monthly.client_id,
        min(monthly.month_start) as first_month
    from monthly
    group by monthly.client_id
),

pending as (
    select mrr.month_start
    from {{ ref('int_client_mrr') }} as mrr
    where mrr.is_pending
    group by mrr.month_start
),

-- A pending renewal anywhere may yet change what all of a segment are expected to stay, for a year.
settled as (
    select
        months.month_start,
        months.stock_on,
        count(pending.month_start) over (order by months.month_start rows between 11 preceding and current row) = 0 as is_final
    from {{ ref('int_months') }} as months
    left join pending on pending.month_start = months.month_start
),

windowed as (
    select
        firsts.client_id,
        settled.month_start,
        settled.stock_on,
        settled.is_final,
        monthly.client_id is not null as is_active,
        sum(monthly.annual_amount) over (
            partition by firsts.client_id order by settled.month_start rows between 11 preceding and current row
        ) as annual_amount,
        count(monthly.annual_amount) over (
            partition by firsts.client_id order by settled.month_start rows between 11 preceding and current row
        ) as months_known
    from firsts
    inner join settled on settled.month_start >= firsts.first_month
    left join monthly on monthly.client_id = firsts.client_id and monthly.month_start = settled.month_start
)

select
    windowed.client_id,
    windowed.month_start,
    windowed.stock_on,
    windowed.is_active,
    churn.is_capped,
    -- Mean month × margin × expected months, in one division.
    case
        when not windowed.is_active then cast(0 as decimal(38,15))
        else {{ divide_whole(
            millionths('windowed.annual_amount') ~ ' * ' ~ millionths('margins.margin_percent') ~ ' * ' ~ 'churn.expected_months',
            millionths('12 * windowed.months_known') ~ ' * 100000000 * churn.expected_churns',
            15
        ) }}
    end as predicted_amount,
    windowed.is_final
from windowed
left join {{ ref('int_client_rules') }} as margins
    on
        margins.client_id = windowed.client_id
        and windowed.stock_on between margins.valid_from and margins.valid_to
left join {{ ref('int_segment_churn') }} as churn
    on churn.segment = margins.segment and churn.month_start = windowed.month_start
