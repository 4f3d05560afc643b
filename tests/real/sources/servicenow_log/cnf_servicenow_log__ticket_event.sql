{{ config(materialized='view') }}

with statuses as (
    {{ value_map('servicenow_log', 'ticket_status') }}
)

select
    changes.source_instance,
    changes.incident_number || '-' || cast(changes.update_sequence as varchar) as native_id,
    changes.incident_number as ticket_native_id,
    changes.update_sequence as event_sequence,
    changes.updated_at as occurred_at,
    'status' as field,
    changes.state_code as value_code,
    {{ mapped('changes.state_code', 'statuses') }} as value
from {{ ref('stg_servicenow_log__state_changes') }} as changes
left join statuses on changes.state_code = statuses.source_value
