with children as (
    select
        events.source_instance,
        {{ typed_json('children.element', ['id'], 'bigint') }} as child_event_id,
        events.ticket_event_id,
        events.ticket_id,
        events.occurred_at,
        {{ typed_json('children.element', ['status']) }} as status_code,
        events._extracted_at,
        events._file_id,
        events._record
    from {{ ref('stg_zendesk__ticket_events') }} as events
    {{ json_elements('events.child_events', 'children') }}
)

select
    children.source_instance,
    children.child_event_id,
    children.ticket_event_id,
    children.ticket_id,
    children.occurred_at,
    children.status_code,
    children._extracted_at,
    children._file_id,
    children._record
from children
where children.status_code is not null
