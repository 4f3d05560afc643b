{{ config(materialized='view') }}

with statuses as (
    {{ value_map('zendesk', 'ticket_status') }}
),

priorities as (
    {{ value_map('zendesk', 'ticket_priority') }}
),

endings as (
    select
        changes.source_instance,
        changes.ticket_native_id,
        max(case when changes.value = 'solved' then changes.occurred_at end) as last_solved_at,
        max(case when changes.value = 'closed' then changes.occurred_at end) as last_closed_at
    from {{ ref('cnf_zendesk__ticket_event') }} as changes
    group by changes.source_instance, changes.ticket_native_id
)

select
    tickets.source_instance,
    cast(tickets.ticket_id as varchar) as native_id,
    cast(tickets.organization_id as varchar) as client_native_id,
    cast(tickets.ticket_id as varchar) as ticket_number,
    tickets.status_code,
    {{ mapped('tickets.status_code', 'statuses') }} as status,
    tickets.priority_code,
    {{ mapped('tickets.priority_code', 'priorities') }} as priority,
    tickets.created_at as opened_at,
    -- A ticket closed without a solve ends with its closing; a reopened one has not ended.
    case
        when statuses.canonical_value in ('solved', 'closed')
            then coalesce(endings.last_solved_at, endings.last_closed_at)
    end as solved_at,
    case when statuses.canonical_value = 'closed' then endings.last_closed_at end as closed_at,
    cast(tickets.assignee_id as varchar) as employee_native_id,
    coalesce(tickets.status_code = 'deleted', false) as is_deleted
from {{ ref('stg_zendesk__tickets') }} as tickets
left join statuses on tickets.status_code = statuses.source_value
left join priorities on tickets.priority_code = priorities.source_value
left join endings
    on
        tickets.source_instance = endings.source_instance
        and cast(tickets.ticket_id as varchar) = endings.ticket_native_id
