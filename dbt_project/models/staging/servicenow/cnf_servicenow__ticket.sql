{{ config(materialized='view') }}

with classes as (
    {{ value_map('servicenow', 'ticket_class') }}
),

incident_statuses as (
    {{ value_map('servicenow', 'incident_status') }}
),

task_statuses as (
    {{ value_map('servicenow', 'task_status') }}
),

hold_reasons as (
    {{ value_map('servicenow', 'hold_reason') }}
),

priorities as (
    {{ value_map('servicenow', 'ticket_priority') }}
),

escalations as (
    {{ value_map('servicenow', 'ticket_is_escalated') }}
),

deleted_incidents as (
    {{ servicenow_deletions('incident') }}
),

deleted_tasks as (
    {{ servicenow_deletions('task') }}
),

-- Each incident stands in the table of all tasks too, which knows less of it and counts where it alone is there.
tickets as (
    select
        incidents.source_instance,
        incidents.incident_id as task_id,
        incidents.task_number,
        coalesce(incidents.task_class, 'incident') as task_class,
        'incident' as kind_of_state,
        incidents.company_id,
        incidents.caller_id,
        incidents.assigned_to_id,
        incidents.state_code,
        incidents.hold_reason_code,
        incidents.priority_code,
        incidents.escalation_code,
        incidents.opened_at,
        incidents.resolved_at,
        incidents.closed_at,
        incidents.reopen_count
    from {{ ref('stg_servicenow__incident') }} as incidents
    union all
    select
        tasks.source_instance,
        tasks.task_id,
        tasks.task_number,
        tasks.task_class,
        classes.canonical_value as kind_of_state,
        tasks.company_id,
        cast(null as varchar) as caller_id,
        tasks.assigned_to_id,
        tasks.state_code,
        cast(null as varchar) as hold_reason_code,
        tasks.priority_code,
        cast(null as varchar) as escalation_code,
        tasks.opened_at,
        cast(null as timestamp) as resolved_at,
        tasks.closed_at,
        cast(null as bigint) as reopen_count
    from {{ ref('stg_servicenow__task') }} as tasks
    inner join classes on tasks.task_class = classes.source_value
    left join {{ ref('stg_servicenow__incident') }} as incidents
        on tasks.source_instance = incidents.source_instance and tasks.task_id = incidents.incident_id
    where incidents.incident_id is null
),

-- Codes of states mean one thing of an incident and another of any other task; why it is on hold says who waits.
judged as (
    select
        tickets.source_instance,
        tickets.task_id,
        case
            when tickets.kind_of_state = 'task' then {{ mapped('tickets.state_code', 'task_statuses') }}
            when incident_statuses.canonical_value = 'hold'
                then coalesce(hold_reasons.canonical_value, incident_statuses.canonical_value)
            else {{ mapped('tickets.state_code', 'incident_statuses') }}
        end as status
    from tickets
    left join incident_statuses on tickets.state_code = incident_statuses.source_value
    left join task_statuses on tickets.state_code = task_statuses.source_value
    left join hold_reasons on tickets.hold_reason_code = hold_reasons.source_value
)

select
    tickets.source_instance,
    tickets.task_id as native_id,
    -- A company may be a client, a supplier or both; which records there are decides.
    tickets.company_id as client_native_id,
    tickets.company_id as supplier_native_id,
    cast(null as varchar) as business_unit,
    tickets.caller_id as contact_native_id,
    tickets.task_number as ticket_number,
    cast(null as varchar) as duplicate_of,
    tickets.task_class as kind_code,
    tickets.state_code as status_code,
    judged.status,
    tickets.priority_code,
    {{ mapped('tickets.priority_code', 'priorities') }} as priority,
    tickets.opened_at,
    cast(null as timestamp) as first_public_reply_at,
    case when judged.status in ('solved', 'closed') then coalesce(tickets.resolved_at, tickets.closed_at) end as solved_at,
    case when judged.status in ('closed', 'cancelled') then tickets.closed_at end as closed_at,
    tickets.assigned_to_id as employee_native_id,
    cast(null as varchar) as team,
    cast(null as varchar) as schedule_native_id,
    escalations.canonical_value = 'true' as is_escalated,
    tickets.reopen_count,
    deleted_incidents.record_id is not null or deleted_tasks.record_id is not null as is_deleted
from tickets
inner join judged on tickets.source_instance = judged.source_instance and tickets.task_id = judged.task_id
left join priorities on tickets.priority_code = priorities.source_value
left join escalations on tickets.escalation_code = escalations.source_value
left join deleted_incidents
    on tickets.source_instance = deleted_incidents.source_instance and tickets.task_id = deleted_incidents.record_id
left join deleted_tasks
    on tickets.source_instance = deleted_tasks.source_instance and tickets.task_id = deleted_tasks.record_id
