{{ config(materialized='view') }}

with verdicts as (
    {{ value_map('servicenow_log', 'sla_verdict') }}
)

select
    incidents.source_instance,
    incidents.incident_number as native_id,
    incidents.incident_number as ticket_native_id,
    'overall' as metric,
    cast(1 as bigint) as instance_number,
    cast(null as varchar) as policy_native_id,
    cast(null as varchar) as policy_name,
    'client' as agreement,
    cast(null as decimal(28,6)) as target_minutes,
    cast(null as boolean) as is_business_time,
    cast(null as varchar) as schedule_native_id,
    cast(null as varchar) as time_zone,
    cast(null as timestamp) as applied_at,
    cast(null as timestamp) as started_at,
    incidents.resolved_at as fulfilled_at,
    cast(null as timestamp) as breached_at,
    cast(null as timestamp) as cancelled_at,
    {{ mapped('incidents.made_sla_code', 'verdicts') }} as final_verdict,
    false as is_deleted
from {{ ref('stg_servicenow_log__incidents') }} as incidents
left join verdicts on incidents.made_sla_code = verdicts.source_value
