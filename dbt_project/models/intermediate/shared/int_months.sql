with run as (
    {{ run_parameters() }}
),

months as (
    {{ month_series('run', 'run.as_of_on') }}
),

ends as (
    select
        months.month_start,
        {{ add_days(add_months('months.month_start', 1), -1) }} as month_end,
        {{ reporting_day_start(add_months('months.month_start', 1)) }} as next_month_at
    from months
)

select
    ends.month_start,
    ends.month_end,
    ends.next_month_at,
    least(ends.month_end, run.as_of_on) as stock_on,
    least(ends.next_month_at - interval 1 microsecond, run.as_of) as stock_at,
    ends.month_end >= run.as_of_on as is_newest
from ends
cross join run
