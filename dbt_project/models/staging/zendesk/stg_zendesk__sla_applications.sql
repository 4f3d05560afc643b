with applications as (
    select
        events.source_instance,
        events.ticket_id,
        events.metric_code,
        events.instance_id,
        events.ticket_metric_event_id,
        events.occurred_at as applied_at,
        events.sla_target_minutes,
        events.is_sla_business_time,
        events.sla_policy_id,
        events.sla_policy_name,
        events._extracted_at,
        events._file_id,
        events._record
    from {{ ref('stg_zendesk__ticket_metric_events') }} as events
    where events.event_type = 'apply_sla' and not coalesce(events.is_deleted, false)
)

{{ newest_versions(
    'applications',
    key=['ticket_id', 'metric_code', 'instance_id'],
    cursor=['applied_at', 'ticket_metric_event_id']
) }}
