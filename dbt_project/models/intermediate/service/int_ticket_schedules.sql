with run as (
    {{ run_parameters() }}
),

only_schedules as (
    select
        schedules.source_system,
        schedules.source_instance,
        min(schedules.schedule_id) as schedule_id
    from {{ ref('core_working_schedule') }} as schedules
    group by schedules.source_system, schedules.source_instance
    having min(schedules.schedule_id) = max(schedules.schedule_id)
),

changes as (
    select
        changes.ticket_id,
        {{ entity_key('changes', 'value') }} as schedule_id,
        changes.occurred_at,
        min(changes.occurred_at) over (partition by changes.ticket_id) as first_at,
        lead(changes.occurred_at) over (partition by changes.ticket_id order by changes.event_sequence) as ended_at
    from {{ ref('core_ticket_event') }} as changes
    cross join run
    where changes.field = 'schedule' and changes.occurred_at <= run.as_of
),

tickets_with_changes as (
    select changes.ticket_id
    from changes
    group by changes.ticket_id
)

select
    changes.ticket_id,
    changes.schedule_id,
    -- What was set first held from the beginning.
    case when changes.occurred_at > changes.first_at then changes.occurred_at else timestamp '1900-01-01 00:00:00' end as started_at,
    coalesce(changes.ended_at, timestamp '9999-12-31 00:00:00') as ended_at
from changes
where coalesce(changes.occurred_at < changes.ended_at, true)
union all
select
    tickets.ticket_id,
    coalesce({{ entity_key('tickets', 'schedule_native_id') }}, only_schedules.schedule_id) as schedule_id,
    timestamp '1900-01-01 00:00:00' as started_at,
    timestamp '9999-12-31 00:00:00' as ended_at
from {{ ref('core_ticket') }} as tickets
left join tickets_with_changes on tickets_with_changes.ticket_id = tickets.ticket_id
left join only_schedules
    on only_schedules.source_system = tickets.source_system and only_schedules.source_instance = tickets.source_instance
where
    tickets_with_changes.ticket_id is null
    and coalesce({{ entity_key('tickets', 'schedule_native_id') }}, only_schedules.schedule_id) is not null
