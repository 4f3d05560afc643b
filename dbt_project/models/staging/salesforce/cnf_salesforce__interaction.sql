{{ config(materialized='view') }}

with kinds as (
    {{ value_map('salesforce', 'interaction_kind') }}
),

held as (
    {{ value_map('salesforce', 'interaction_is_held') }}
),

reviews as (
    {{ value_map('salesforce', 'interaction_is_review') }}
),

directions as (
    {{ value_map('salesforce', 'call_direction') }}
),

activities as (
    select
        events.source_instance,
        events.event_id as native_id,
        events.account_id,
        events.who_id,
        events.owner_id,
        'Event' as kind_code,
        events.type_code,
        events.status_code,
        cast(null as varchar) as call_type_code,
        events.starts_at as started_at,
        events.duration_minutes * 60 as duration_seconds,
        -- The meeting itself has a row of its own.
        coalesce(events.is_child, false) as is_copy,
        events.created_at,
        events.is_deleted
    from {{ ref('stg_salesforce__event') }} as events
    union all
    select
        tasks.source_instance,
        tasks.task_id as native_id,
        tasks.account_id,
        tasks.who_id,
        tasks.owner_id,
        coalesce(tasks.subtype_code, 'Task') as kind_code,
        cast(null as varchar) as type_code,
        tasks.status_code,
        tasks.call_type_code,
        coalesce(tasks.completed_at, cast(tasks.activity_on as timestamp)) as started_at,
        tasks.call_duration_seconds as duration_seconds,
        false as is_copy,
        tasks.created_at,
        tasks.is_deleted
    from {{ ref('stg_salesforce__task') }} as tasks
)

select
    activities.source_instance,
    activities.native_id,
    activities.account_id as client_native_id,
    activities.who_id as contact_native_id,
    activities.owner_id as employee_native_id,
    activities.kind_code,
    {{ mapped('activities.kind_code', 'kinds') }} as kind,
    coalesce(reviews.canonical_value = 'true', false) as is_review,
    activities.started_at,
    activities.duration_seconds,
    directions.canonical_value as direction,
    -- What has no status, as in orgs without that field, was on the calendar and took place.
    activities.status_code is null or coalesce(held.canonical_value = 'true', false) as is_held,
    activities.is_copy,
    activities.created_at,
    coalesce(activities.is_deleted, false) as is_deleted
from activities
left join kinds on activities.kind_code = kinds.source_value
left join held on activities.status_code = held.source_value
left join reviews on activities.type_code = reviews.source_value
left join directions on activities.call_type_code = directions.source_value
