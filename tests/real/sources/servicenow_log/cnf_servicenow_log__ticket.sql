{{ config(materialized='view') }}

with statuses as (
    {{ value_map('servicenow_log', 'ticket_status') }}
),

priorities as (
    {{ value_map('servicenow_log', 'ticket_priority') }}
)

select
    incidents.source_instance,
    incidents.incident_number as native_id,
    cast(null as varchar) as client_native_id,
    incidents.incident_number as ticket_number,
    incidents.state_code as status_code,
    {{ mapped('incidents.state_code', 'statuses') }} as status,
    incidents.priority_code,
    {{ mapped('incidents.priority_code', 'priorities') }} as priority,
    incidents.opened_at,
    incidents.resolved_at as solved_at,
    incidents.closed_at,
    incidents.assigned_to as employee_native_id,
    false as is_deleted
from {{ ref('stg_servicenow_log__incidents') }} as incidents
left join statuses on incidents.state_code = statuses.source_value
left join priorities on incidents.priority_code = priorities.source_value
