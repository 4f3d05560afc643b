{{ config(materialized='view') }}

with statuses as (
    {{ value_map('zendesk', 'ticket_status') }}
),

priorities as (
    {{ value_map('zendesk', 'ticket_priority') }}
),

changes as (
    select
        changes.source_instance,
        changes.child_event_id,
        updates.ticket_id,
        updates.occurred_at,
        changes.child_event_type,
        changes.status_code,
        changes.priority_code,
        changes.schedule_id,
        changes.organization_id,
        changes.is_comment_public,
        coalesce(changes.author_id, updates.updater_id) as author_id
    from {{ ref('stg_zendesk__ticket_child_events') }} as changes
    inner join {{ ref('stg_zendesk__ticket_events') }} as updates
        on
            changes.source_instance = updates.source_instance
            and changes.ticket_event_id = updates.ticket_event_id
),

-- One change may set several fields, as the first one does.
fields as (
    select
        changes.source_instance,
        changes.child_event_id,
        changes.ticket_id,
        changes.occurred_at,
        'status' as field,
        changes.status_code as value_code,
        {{ mapped('changes.status_code', 'statuses') }} as value
    from changes
    left join statuses on changes.status_code = statuses.source_value
    where changes.status_code is not null
    union all
    select
        changes.source_instance,
        changes.child_event_id,
        changes.ticket_id,
        changes.occurred_at,
        'priority' as field,
        changes.priority_code as value_code,
        {{ mapped('changes.priority_code', 'priorities') }} as value
    from changes
    left join priorities on changes.priority_code = priorities.source_value
    where changes.priority_code is not null
    union all
    select
        changes.source_instance,
        changes.child_event_id,
        changes.ticket_id,
        changes.occurred_at,
        'schedule' as field,
        cast(changes.schedule_id as varchar) as value_code,
        cast(changes.schedule_id as varchar) as value
    from changes
    where changes.schedule_id is not null
    union all
    select
        changes.source_instance,
        changes.child_event_id,
        changes.ticket_id,
        changes.occurred_at,
        'client' as field,
        cast(changes.organization_id as varchar) as value_code,
        cast(changes.organization_id as varchar) as value
    from changes
    where changes.organization_id is not null
    union all
    -- What a ticket is created with asks; only what agents write afterwards replies.
    select
        changes.source_instance,
        changes.child_event_id,
        changes.ticket_id,
        changes.occurred_at,
        'public_reply' as field,
        cast(changes.author_id as varchar) as value_code,
        agents.native_id as value
    from changes
    inner join {{ ref('cnf_zendesk__employee') }} as agents
        on
            changes.source_instance = agents.source_instance
            and cast(changes.author_id as varchar) = agents.native_id
    where changes.is_comment_public and coalesce(changes.child_event_type <> 'Create', true)
)

select
    fields.source_instance,
    cast(fields.child_event_id as varchar) || '-' || fields.field as native_id,
    cast(fields.ticket_id as varchar) as ticket_native_id,
    -- Zendesk numbers changes in the order in which they happen.
    fields.child_event_id as event_sequence,
    fields.occurred_at,
    fields.field,
    fields.value_code,
    fields.value
from fields
