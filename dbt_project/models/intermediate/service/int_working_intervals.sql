{%- set minutes_a_day, minutes_a_week = 1440, 10080 %}
with run as (
    {{ run_parameters() }}
),

-- A span that runs past the end of the week goes on at its beginning.
spans as (
    select
        schedules.schedule_id,
        schedules.working_span_id,
        schedules.time_zone,
        schedules.starts_minute,
        schedules.ends_minute
    from {{ ref('core_working_schedule') }} as schedules
    where schedules.time_zone <> 'unmapped'
    union all
    select
        schedules.schedule_id,
        schedules.working_span_id,
        schedules.time_zone,
        schedules.starts_minute - {{ minutes_a_week }} as starts_minute,
        schedules.ends_minute - {{ minutes_a_week }} as ends_minute
    from {{ ref('core_working_schedule') }} as schedules
    where schedules.time_zone <> 'unmapped' and schedules.ends_minute > {{ minutes_a_week }}
),

days as (
    {{ day_series('run', add_days('run.as_of_on', 2)) }}
),

weekdays as (
    select
        days.date_day,
        cast({{ iso_date_part('isodow', 'days.date_day') }} % 7 * {{ minutes_a_day }} as bigint) as first_minute
    from days
),

-- Cut at midnight, because holidays are whole days.
local_spans as (
    select
        spans.schedule_id,
        spans.working_span_id,
        spans.time_zone,
        weekdays.date_day as local_day,
        greatest(spans.starts_minute - weekdays.first_minute, 0) as from_minute,
        least(spans.ends_minute - weekdays.first_minute, {{ minutes_a_day }}) as to_minute
    from spans
    inner join weekdays
        on spans.starts_minute < weekdays.first_minute + {{ minutes_a_day }} and weekdays.first_minute < spans.ends_minute
),

-- Of spans that overlap the time counts once.
apart as (
    select
        local_spans.schedule_id,
        local_spans.working_span_id,
        local_spans.time_zone,
        local_spans.local_day,
        greatest(
            local_spans.from_minute,
            coalesce(
                max(local_spans.to_minute) over (
                    partition by local_spans.schedule_id, local_spans.local_day
                    order by local_spans.from_minute, local_spans.to_minute, local_spans.working_span_id
                    rows between unbounded preceding and 1 preceding
                ),
                0
            )
        ) as from_minute,
        local_spans.to_minute
    from local_spans
),

holidays as (
    select
        holidays.schedule_id,
        days.date_day as local_day
    from {{ ref('core_working_holiday') }} as holidays
    inner join days on days.date_day between holidays.starts_on and holidays.ends_on
    group by holidays.schedule_id, days.date_day
),

intervals as (
    select
        apart.schedule_id,
        apart.working_span_id,
        apart.local_day,
        holidays.local_day is not null as is_holiday,
        {{ zone_instant(local_minute('apart.local_day', 'apart.from_minute'), 'apart.time_zone') }} as opened_at,
        {{ zone_instant(local_minute('apart.local_day', 'apart.to_minute'), 'apart.time_zone') }} as closed_at
    from apart
    left join holidays on holidays.schedule_id = apart.schedule_id and holidays.local_day = apart.local_day
    where apart.from_minute < apart.to_minute
)

-- Cut at midnight UTC too, so that spans of time find their intervals by the day.
select
    intervals.schedule_id,
    cast(days.element as date) as utc_day,
    greatest(intervals.opened_at, days.element) as opened_at,
    least(intervals.closed_at, {{ add_hours('days.element', 24) }}) as closed_at,
    intervals.working_span_id,
    intervals.local_day,
    intervals.is_holiday
from intervals
{{ elements_of(days_spanned('intervals.opened_at', 'intervals.closed_at'), 'days') }}
where greatest(intervals.opened_at, days.element) < least(intervals.closed_at, {{ add_hours('days.element', 24) }})
