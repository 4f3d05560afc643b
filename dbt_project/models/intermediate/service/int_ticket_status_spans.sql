with run as (
    {{ run_parameters() }}
),

tickets as (
    select
        tickets.ticket_id,
        tickets.opened_at,
        tickets.solved_at,
        tickets.closed_at,
        tickets.status
    from {{ ref('core_ticket') }} as tickets
    cross join run
    where not coalesce(tickets.is_deleted, false) and tickets.opened_at <= run.as_of
),

changes as (
    select
        events.ticket_id,
        events.event_sequence,
        events.occurred_at,
        events.value as status
    from {{ ref('core_ticket_event') }} as events
    inner join tickets on tickets.ticket_id = events.ticket_id
    cross join run
    where events.field = 'status' and events.occurred_at <= run.as_of
),

tickets_with_changes as (
    select changes.ticket_id
    from changes
    group by changes.ticket_id
),

-- What no log tells is taken from the ticket itself: opened, and with no log at all, solved and closed. One that has
-- ended without a log at an instant that nobody knows is in no status that could be counted.
stated as (
    select
        tickets.ticket_id,
        -3 as event_sequence,
        tickets.opened_at as occurred_at,
        'new' as status,
        false as is_logged
    from tickets
    left join tickets_with_changes on tickets_with_changes.ticket_id = tickets.ticket_id
    where
        tickets_with_changes.ticket_id is not null
        or tickets.solved_at is not null
        or tickets.closed_at is not null
        or coalesce(tickets.status not in ('solved', 'closed', 'cancelled'), true)
    union all
    select
        tickets.ticket_id,
        -2 as event_sequence,
        tickets.solved_at as occurred_at,
        'solved' as status,
        false as is_logged
    from tickets
    left join tickets_with_changes on tickets_with_changes.ticket_id = tickets.ticket_id
    cross join run
    where tickets_with_changes.ticket_id is null and tickets.solved_at <= run.as_of
    union all
    select
        tickets.ticket_id,
        -1 as event_sequence,
        tickets.closed_at as occurred_at,
        case when tickets.status = 'cancelled' then 'cancelled' else 'closed' end as status,
        false as is_logged
    from tickets
    left join tickets_with_changes on tickets_with_changes.ticket_id = tickets.ticket_id
    cross join run
    where tickets_with_changes.ticket_id is null and tickets.closed_at <= run.as_of
    union all
    select
        changes.ticket_id,
        changes.event_sequence,
        changes.occurred_at,
        changes.status,
        true as is_logged
    from changes
),

ordered as (
    select
        stated.ticket_id,
        stated.event_sequence,
        stated.status,
        stated.is_logged,
        -- A log may run backwards in time; the order of its changes counts.
        max(stated.occurred_at) over (
            partition by stated.ticket_id
            order by stated.event_sequence
            rows between unbounded preceding and current row
        ) as started_at
    from stated
)

select
    ordered.ticket_id,
    ordered.event_sequence,
    ordered.status,
    ordered.is_logged,
    ordered.started_at,
    lead(ordered.started_at) over (partition by ordered.ticket_id order by ordered.event_sequence) as ended_at,
    lag(ordered.status) over (partition by ordered.ticket_id order by ordered.event_sequence) as previous_status,
    coalesce(ordered.status not in ('solved', 'closed', 'cancelled'), true) as is_open
from ordered
