with updates as (
    select
        updates.source_instance,
        updates.incident_number,
        updates.update_count,
        updates.updated_at,
        updates.state_code,
        updates.priority_code,
        updates.made_sla_code,
        updates.assigned_to,
        updates.opened_at,
        updates.resolved_at,
        updates.closed_at,
        updates._extracted_at,
        updates._file_id,
        updates._record
    from {{ ref('stg_servicenow_log__incident_updates') }} as updates
)

{{ newest_versions('updates', key=['incident_number'], cursor=['update_count', 'updated_at']) }}
