{{ config(materialized='view') }}

with statuses as (
    {{ value_map('zendesk', 'ticket_status') }}
)

select
    changes.source_instance,
    cast(changes.child_event_id as varchar) as native_id,
    cast(updates.ticket_id as varchar) as ticket_native_id,
    -- Zendesk numbers events in the order in which they happen.
    changes.child_event_id as event_sequence,
    updates.occurred_at,
    'status' as field,
    changes.status_code as value_code,
    {{ mapped('changes.status_code', 'statuses') }} as value
from {{ ref('stg_zendesk__ticket_child_events') }} as changes
inner join {{ ref('stg_zendesk__ticket_events') }} as updates
    on
        changes.source_instance = updates.source_instance
        and changes.ticket_event_id = updates.ticket_event_id
left join statuses on changes.status_code = statuses.source_value
where changes.status_code is not null
