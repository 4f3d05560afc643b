{#
  From spans of time to the pieces of them that fall into working time: the last CTE of its list, `pieces`.

  Expects a CTE `spans`: ticket_id, started_at, ended_at and the columns `keys`. Each piece has ticket_id, the keys, and from
  started_at to ended_at. Holidays are pieces too, marked `is_holiday`, of no time: so they can be told of.
#}
{% macro working_pieces(keys) %}
scheduled as (
    select
        spans.ticket_id,
        {%- for key in keys %}
        spans.{{ key }},
        {%- endfor %}
        schedules.schedule_id,
        greatest(spans.started_at, schedules.started_at) as started_at,
        least(spans.ended_at, schedules.ended_at) as ended_at
    from spans
    inner join {{ ref('int_ticket_schedules') }} as schedules
        on schedules.ticket_id = spans.ticket_id
        and schedules.started_at < spans.ended_at
        and spans.started_at < schedules.ended_at
),

days_of_spans as (
    select
        scheduled.ticket_id,
        {%- for key in keys %}
        scheduled.{{ key }},
        {%- endfor %}
        scheduled.schedule_id,
        scheduled.started_at,
        scheduled.ended_at,
        cast(days.element as date) as utc_day
    from scheduled
    {{ elements_of(days_spanned('scheduled.started_at', 'scheduled.ended_at'), 'days') }}
),

pieces as (
    select
        days_of_spans.ticket_id,
        {%- for key in keys %}
        days_of_spans.{{ key }},
        {%- endfor %}
        greatest(days_of_spans.started_at, intervals.opened_at) as started_at,
        least(days_of_spans.ended_at, intervals.closed_at) as ended_at,
        intervals.is_holiday,
        case
            when intervals.is_holiday then 0
            else {{ seconds_between('greatest(days_of_spans.started_at, intervals.opened_at)', 'least(days_of_spans.ended_at, intervals.closed_at)') }}
        end as working_seconds
    from days_of_spans
    inner join {{ ref('int_working_intervals') }} as intervals
        on intervals.schedule_id = days_of_spans.schedule_id
        and intervals.utc_day = days_of_spans.utc_day
        and intervals.opened_at < days_of_spans.ended_at
        and days_of_spans.started_at < intervals.closed_at
)
{%- endmacro %}
