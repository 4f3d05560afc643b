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
    cast(null as varchar) as supplier_native_id,
    cast(null as varchar) as business_unit,
    cast(null as varchar) as contact_native_id,
    incidents.incident_number as ticket_number,
    cast(null as varchar) as duplicate_of,
    cast(null as varchar) as kind_code,
    incidents.state_code as status_code,
    {{ mapped('incidents.state_code', 'statuses') }} as status,
    incidents.priority_code,
    {{ mapped('incidents.priority_code', 'priorities') }} as priority,
    incidents.opened_at,
    cast(null as timestamp) as first_public_reply_at,
    incidents.resolved_at as solved_at,
    incidents.closed_at,
    incidents.assigned_to as employee_native_id,
    cast(null as varchar) as team,
    cast(null as varchar) as schedule_native_id,
    cast(null as boolean) as is_escalated,
    cast(null as bigint) as reopen_count,
    false as is_deleted
from {{ ref('stg_servicenow_log__incidents') }} as incidents
left join statuses on incidents.state_code = statuses.source_value
left join priorities on incidents.priority_code = priorities.source_value
