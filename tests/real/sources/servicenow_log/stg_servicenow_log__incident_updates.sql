{%- set columns = raw_columns('servicenow_log', 'incident_updates') -%}

with versions as (
    select
        raw._instance as source_instance,
        {{ columns.number }} as incident_number,
        {{ columns.sys_mod_count }} as update_count,
        {{ columns.sys_updated_at }} as updated_at,
        {{ columns.incident_state }} as state_code,
        {{ columns.priority }} as priority_code,
        {{ columns.made_sla }} as made_sla_code,
        {{ columns.assigned_to }} as assigned_to,
        {{ columns.opened_at }} as opened_at,
        {{ columns.resolved_at }} as resolved_at,
        {{ columns.closed_at }} as closed_at,
        raw._extracted_at,
        raw._file_id,
        raw._record
    from {{ source('servicenow_log', 'incident_updates') }} as raw
)

{{ newest_versions('versions', key=['incident_number', 'update_count', 'updated_at']) }}
