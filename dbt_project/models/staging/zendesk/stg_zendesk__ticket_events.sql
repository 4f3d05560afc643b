{%- set columns = raw_columns('zendesk', 'ticket_events') -%}

with versions as (
    select
        raw._instance as source_instance,
        {{ columns.id }} as ticket_event_id,
        {{ columns.ticket_id }} as ticket_id,
        {{ columns.timestamp }} as occurred_at,
        {{ columns.updater_id }} as updater_id,
        {{ columns.child_events }} as child_events,
        raw._extracted_at,
        raw._file_id,
        raw._record
    from {{ source('zendesk', 'ticket_events') }} as raw
)

{{ newest_versions('versions', key=['ticket_event_id']) }}
