with run as (
    {{ run_parameters() }}
),

replies as (
    select
        events.ticket_id,
        min(events.occurred_at) as replied_at
    from {{ ref('core_ticket_event') }} as events
    cross join run
    where events.field = 'public_reply' and events.occurred_at <= run.as_of
    group by events.ticket_id
),

spans as (
    select
        tickets.ticket_id,
        tickets.opened_at as started_at,
        replies.replied_at as ended_at
    from replies
    inner join {{ ref('core_ticket') }} as tickets on tickets.ticket_id = replies.ticket_id
    where not coalesce(tickets.is_deleted, false)
),

{{ working_pieces([]) }},

worked as (
    select
        pieces.ticket_id,
        sum(pieces.working_seconds) as business_seconds
    from pieces
    group by pieces.ticket_id
),

ticket_schedules as (
    select schedules.ticket_id
    from {{ ref('int_ticket_schedules') }} as schedules
    group by schedules.ticket_id
)

select
    spans.ticket_id,
    spans.ended_at as replied_at,
    {{ reporting_date('spans.ended_at') }} as replied_on,
    cast(case when ticket_schedules.ticket_id is not null then coalesce(worked.business_seconds, 0) end as bigint) as business_seconds,
    cast(greatest({{ seconds_between('spans.started_at', 'spans.ended_at') }}, 0) as bigint) as calendar_seconds
from spans
left join ticket_schedules on ticket_schedules.ticket_id = spans.ticket_id
left join worked on worked.ticket_id = spans.ticket_id
