{{ config(materialized='view') }}

with metrics as (
    {{ value_map('zendesk', 'sla_metric') }}
),

endings as (
    select
        events.source_instance,
        events.ticket_id,
        events.metric_code,
        events.instance_id,
        min(case when events.event_type = 'activate' then events.occurred_at end) as started_at,
        max(case when events.event_type = 'fulfill' then events.occurred_at end) as fulfilled_at,
        min(case when events.event_type = 'breach' then events.occurred_at end) as breached_at
    from {{ ref('stg_zendesk__ticket_metric_events') }} as events
    where not coalesce(events.is_deleted, false)
    group by events.source_instance, events.ticket_id, events.metric_code, events.instance_id
),

-- Zendesk counts all replies as one metric; its policies set the first and the later ones apart.
instances as (
    select
        applications.source_instance,
        applications.ticket_id,
        applications.metric_code as event_metric_code,
        applications.instance_id,
        case
            when applications.metric_code != 'reply_time' then applications.metric_code
            when applications.instance_id = 1 then 'first_reply_time'
            else 'next_reply_time'
        end as metric_code,
        case
            when applications.metric_code = 'reply_time' and applications.instance_id > 1
                then applications.instance_id - 1
            else applications.instance_id
        end as instance_number,
        applications.sla_policy_id,
        applications.sla_policy_name,
        applications.sla_target_minutes,
        applications.is_sla_business_time,
        applications.applied_at
    from {{ ref('stg_zendesk__sla_applications') }} as applications
)

select
    instances.source_instance,
    cast(instances.ticket_id as varchar)
    || '-' || instances.event_metric_code
    || '-' || cast(instances.instance_id as varchar) as native_id,
    cast(instances.ticket_id as varchar) as ticket_native_id,
    {{ mapped('instances.metric_code', 'metrics') }} as metric,
    instances.instance_number,
    cast(instances.sla_policy_id as varchar) as policy_native_id,
    instances.sla_policy_name as policy_name,
    'client' as agreement,
    instances.sla_target_minutes as target_minutes,
    instances.is_sla_business_time as is_business_time,
    -- The ticket names the schedule.
    cast(null as varchar) as schedule_native_id,
    cast(null as varchar) as time_zone,
    instances.applied_at,
    endings.started_at,
    endings.fulfilled_at,
    endings.breached_at,
    cast(null as timestamp) as cancelled_at,
    cast(null as varchar) as final_verdict,
    false as is_deleted
from instances
left join endings
    on
        instances.source_instance = endings.source_instance
        and instances.ticket_id = endings.ticket_id
        and instances.event_metric_code = endings.metric_code
        and instances.instance_id = endings.instance_id
left join metrics on instances.metric_code = metrics.source_value
