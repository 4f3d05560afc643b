{{ config(materialized='view') }}

with statuses as (
    {{ value_map('zendesk', 'ticket_status') }}
),

priorities as (
    {{ value_map('zendesk', 'ticket_priority') }}
),

escalation_tags as (
    {{ value_map('zendesk', 'ticket_is_escalated') }}
),

escalated as (
    select
        tickets.source_instance,
        tickets.ticket_id
    from {{ ref('stg_zendesk__tickets') }} as tickets
    cross join escalation_tags
    where
        escalation_tags.canonical_value = 'true'
        and replace(tickets.tags, '"' || escalation_tags.source_value || '"', '') <> tickets.tags
    group by tickets.source_instance, tickets.ticket_id
),

endings as (
    select
        changes.source_instance,
        changes.ticket_native_id,
        max(case when changes.field = 'status' and changes.value = 'solved' then changes.occurred_at end) as last_solved_at,
        max(case when changes.field = 'status' and changes.value = 'closed' then changes.occurred_at end) as last_closed_at,
        min(case when changes.field = 'public_reply' then changes.occurred_at end) as first_public_reply_at
    from {{ ref('cnf_zendesk__ticket_event') }} as changes
    group by changes.source_instance, changes.ticket_native_id
),

schedules as (
    select
        changes.source_instance,
        changes.ticket_native_id,
        changes.value as schedule_native_id,
        row_number() over (
            partition by changes.source_instance, changes.ticket_native_id
            order by changes.event_sequence desc
        ) as from_the_newest
    from {{ ref('cnf_zendesk__ticket_event') }} as changes
    where changes.field = 'schedule'
),

-- The desk keeps one record of measurements a ticket; should it have several, the newest counts.
measurements as (
    select
        metrics.source_instance,
        metrics.ticket_id,
        metrics.reopen_count,
        row_number() over (
            partition by metrics.source_instance, metrics.ticket_id
            order by metrics.updated_at desc nulls last, metrics.ticket_metrics_id desc
        ) as from_the_newest
    from {{ ref('stg_zendesk__ticket_metrics') }} as metrics
)

select
    tickets.source_instance,
    cast(tickets.ticket_id as varchar) as native_id,
    cast(tickets.organization_id as varchar) as client_native_id,
    cast(null as varchar) as supplier_native_id,
    cast(null as varchar) as business_unit,
    cast(tickets.requester_id as varchar) as contact_native_id,
    cast(tickets.ticket_id as varchar) as ticket_number,
    cast(null as varchar) as duplicate_of,
    tickets.ticket_type as kind_code,
    tickets.status_code,
    {{ mapped('tickets.status_code', 'statuses') }} as status,
    tickets.priority_code,
    {{ mapped('tickets.priority_code', 'priorities') }} as priority,
    tickets.created_at as opened_at,
    endings.first_public_reply_at,
    -- A ticket closed without a solve ends with its closing; a reopened one has not ended.
    case
        when statuses.canonical_value in ('solved', 'closed')
            then coalesce(endings.last_solved_at, endings.last_closed_at)
    end as solved_at,
    case when statuses.canonical_value = 'closed' then endings.last_closed_at end as closed_at,
    cast(tickets.assignee_id as varchar) as employee_native_id,
    groups.group_name as team,
    schedules.schedule_native_id,
    escalated.ticket_id is not null as is_escalated,
    measurements.reopen_count,
    -- A ticket deleted for good keeps its number and this status, without its contents.
    coalesce(statuses.canonical_value = 'cancelled', false) as is_deleted
from {{ ref('stg_zendesk__tickets') }} as tickets
left join statuses on tickets.status_code = statuses.source_value
left join priorities on tickets.priority_code = priorities.source_value
left join escalated
    on tickets.source_instance = escalated.source_instance and tickets.ticket_id = escalated.ticket_id
left join endings
    on
        tickets.source_instance = endings.source_instance
        and cast(tickets.ticket_id as varchar) = endings.ticket_native_id
left join schedules
    on
        tickets.source_instance = schedules.source_instance
        and cast(tickets.ticket_id as varchar) = schedules.ticket_native_id
        and schedules.from_the_newest = 1
left join measurements
    on
        tickets.source_instance = measurements.source_instance
        and tickets.ticket_id = measurements.ticket_id
        and measurements.from_the_newest = 1
left join {{ ref('stg_zendesk__groups') }} as groups
    on tickets.source_instance = groups.source_instance and tickets.group_id = groups.group_id
