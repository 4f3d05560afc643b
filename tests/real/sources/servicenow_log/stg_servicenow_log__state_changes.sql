-- Instants run backwards in some incidents, so the count of updates orders them and the instant only breaks ties.
with updates as (
    select
        updates.source_instance,
        updates.incident_number,
        row_number() over incident as update_sequence,
        updates.updated_at,
        updates.state_code,
        lag(updates.state_code) over incident as previous_state_code,
        updates._extracted_at,
        updates._file_id,
        updates._record
    from {{ ref('stg_servicenow_log__incident_updates') }} as updates
    window incident as (
        partition by updates.source_instance, updates.incident_number
        order by updates.update_count, updates.updated_at
    )
)

select
    updates.source_instance,
    updates.incident_number,
    updates.update_sequence,
    updates.updated_at,
    updates.state_code,
    updates._extracted_at,
    updates._file_id,
    updates._record
from updates
where updates.state_code is distinct from updates.previous_state_code
