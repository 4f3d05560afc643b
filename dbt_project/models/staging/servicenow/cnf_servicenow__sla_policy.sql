{{ config(materialized='view') }}

with metrics as (
    {{ value_map('servicenow', 'sla_metric') }}
),

priorities as (
    {{ value_map('servicenow', 'ticket_priority') }}
),

agreements as (
    {{ value_map('servicenow', 'sla_agreement') }}
)

select
    definitions.source_instance,
    definitions.sla_id as native_id,
    definitions.sla_id as policy_native_id,
    definitions.sla_name as policy_name,
    cast(null as bigint) as position,
    {{ mapped('definitions.sla_type_code', 'agreements') }} as agreement,
    definitions.target_code as metric_code,
    {{ mapped('definitions.target_code', 'metrics') }} as metric,
    definitions.priority_code,
    {{ mapped('definitions.priority_code', 'priorities') }} as priority,
    {{ divide(seconds_between("timestamp '1970-01-01 00:00:00'", 'definitions.target_reached_at'), '60') }} as target_minutes,
    -- Each run of a clock names its schedule; the definition does not.
    cast(null as boolean) as is_business_time
from {{ ref('stg_servicenow__contract_sla') }} as definitions
left join metrics on definitions.target_code = metrics.source_value
left join priorities on definitions.priority_code = priorities.source_value
left join agreements on definitions.sla_type_code = agreements.source_value
