{%- set clocks = ticket_clocks() %}
with run as (
    {{ run_parameters() }}
),

-- Only a log of each change of status tells how long a ticket stood in which.
logged as (
    select logged.ticket_id
    from {{ ref('int_ticket_status_spans') }} as logged
    where logged.is_logged
    group by logged.ticket_id
),

spans as (
    select
        spans.ticket_id,
        spans.status,
        spans.started_at,
        coalesce(spans.ended_at, run.as_of) as ended_at
    from {{ ref('int_ticket_status_spans') }} as spans
    inner join logged on logged.ticket_id = spans.ticket_id
    cross join run
    where spans.status in ('new', 'open', 'pending', 'hold') and spans.started_at < coalesce(spans.ended_at, run.as_of)
),

{{ working_pieces(['status']) }},

worked as (
    select
        pieces.ticket_id,
        {%- for clock, statuses in clocks.items() %}
        coalesce(sum(pieces.working_seconds) filter (where pieces.status in ('{{ statuses | join("', '") }}')), 0) as {{ clock }}_seconds{{ ',' if not loop.last }}
        {%- endfor %}
    from pieces
    group by pieces.ticket_id
),

elapsed as (
    select
        spans.ticket_id,
        {%- for clock, statuses in clocks.items() %}
        coalesce(sum({{ seconds_between('spans.started_at', 'spans.ended_at') }}) filter (where spans.status in ('{{ statuses | join("', '") }}')), 0) as {{ clock }}_seconds{{ ',' if not loop.last }}
        {%- endfor %}
    from spans
    group by spans.ticket_id
),

ticket_schedules as (
    select schedules.ticket_id
    from {{ ref('int_ticket_schedules') }} as schedules
    group by schedules.ticket_id
),

solves as (
    select
        solves.ticket_id,
        max(solves.solved_at) as solved_at
    from {{ ref('int_ticket_solves') }} as solves
    where solves.reopened_at is null
    group by solves.ticket_id
)

select
    logged.ticket_id,
    solves.solved_at,
    {{ reporting_date('solves.solved_at') }} as solved_on,
    {%- for clock in clocks %}
    cast(case when ticket_schedules.ticket_id is not null then coalesce(worked.{{ clock }}_seconds, 0) end as bigint) as {{ clock }}_business_seconds,
    {%- endfor %}
    {%- for clock in clocks %}
    cast(coalesce(elapsed.{{ clock }}_seconds, 0) as bigint) as {{ clock }}_calendar_seconds{{ ',' if not loop.last }}
    {%- endfor %}
from logged
left join ticket_schedules on ticket_schedules.ticket_id = logged.ticket_id
left join worked on worked.ticket_id = logged.ticket_id
left join elapsed on elapsed.ticket_id = logged.ticket_id
left join solves on solves.ticket_id = logged.ticket_id
