{{ config(materialized='view') }}

with metrics as (
    {{ value_map('zendesk', 'sla_metric') }}
),

priorities as (
    {{ value_map('zendesk', 'ticket_priority') }}
)

select
    targets.source_instance,
    cast(targets.sla_policy_id as varchar) || '-' || targets.metric_code || '-' || targets.priority_code as native_id,
    cast(targets.sla_policy_id as varchar) as policy_native_id,
    policies.sla_policy_name as policy_name,
    policies.position,
    'client' as agreement,
    targets.metric_code,
    {{ mapped('targets.metric_code', 'metrics') }} as metric,
    targets.priority_code,
    {{ mapped('targets.priority_code', 'priorities') }} as priority,
    targets.target_minutes,
    targets.is_business_time
from {{ ref('stg_zendesk__sla_policy_metrics') }} as targets
inner join {{ ref('stg_zendesk__sla_policies') }} as policies
    on targets.source_instance = policies.source_instance and targets.sla_policy_id = policies.sla_policy_id
left join metrics on targets.metric_code = metrics.source_value
left join priorities on targets.priority_code = priorities.source_value
