{%- set columns = raw_columns('zendesk', 'ticket_metric_events') -%}

with versions as (
    select
        raw._instance as source_instance,
        {{ columns.id }} as ticket_metric_event_id,
        {{ columns.ticket_id }} as ticket_id,
        {{ columns.metric }} as metric_code,
        {{ columns.instance_id }} as instance_id,
        {{ columns.type }} as event_type,
        {{ columns.time }} as occurred_at,
        {{ typed_json(columns.sla, ['target'], 'decimal(28,6)') }} as sla_target_minutes,
        {{ typed_json(columns.sla, ['business_hours'], 'boolean') }} as is_sla_business_time,
        {{ typed_json(columns.sla, ['policy', 'title']) }} as sla_policy_name,
        {{ columns.deleted }} as is_deleted,
        raw._extracted_at,
        raw._file_id,
        raw._record
    from {{ source('zendesk', 'ticket_metric_events') }} as raw
)

{{ newest_versions('versions', key=['ticket_metric_event_id']) }}
