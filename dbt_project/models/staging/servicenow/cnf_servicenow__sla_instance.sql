{{ config(materialized='view') }}

with stages as (
    {{ value_map('servicenow', 'sla_stage') }}
),

deletions as (
    {{ servicenow_deletions('task_sla') }}
),

clocks as (
    select
        clocks.source_instance,
        clocks.task_sla_id,
        clocks.task_id,
        clocks.sla_id,
        policies.metric,
        policies.policy_name,
        policies.agreement,
        policies.target_minutes,
        clocks.schedule_id,
        clocks.time_zone,
        clocks.created_at,
        clocks.ended_at,
        coalesce(clocks.has_breached, false) as has_breached,
        clocks.planned_end_at,
        stages.canonical_value as stage,
        row_number() over (
            partition by clocks.source_instance, clocks.task_id, policies.metric
            order by clocks.created_at, clocks.task_sla_id
        ) as instance_number
    from {{ ref('stg_servicenow__task_sla') }} as clocks
    left join {{ ref('cnf_servicenow__sla_policy') }} as policies
        on clocks.source_instance = policies.source_instance and clocks.sla_id = policies.native_id
    left join stages on clocks.stage_code = stages.source_value
)

select
    clocks.source_instance,
    clocks.task_sla_id as native_id,
    clocks.task_id as ticket_native_id,
    coalesce(clocks.metric, 'unmapped') as metric,
    clocks.instance_number,
    clocks.sla_id as policy_native_id,
    clocks.policy_name,
    clocks.agreement,
    clocks.target_minutes,
    clocks.schedule_id is not null as is_business_time,
    clocks.schedule_id as schedule_native_id,
    clocks.time_zone,
    -- A clock counts from before it was attached where it is retroactive; it is known from then on.
    clocks.created_at as applied_at,
    cast(null as timestamp) as started_at,
    case when clocks.stage = 'ended' then clocks.ended_at end as fulfilled_at,
    -- The planned end is the instant at which the time run equals the target: of a clock past it, its breach.
    case when clocks.has_breached then clocks.planned_end_at end as breached_at,
    case when clocks.stage = 'cancelled' then clocks.ended_at end as cancelled_at,
    case when clocks.has_breached and clocks.planned_end_at is null then 'breached' end as final_verdict,
    deletions.record_id is not null as is_deleted
from clocks
left join deletions
    on clocks.source_instance = deletions.source_instance and clocks.task_sla_id = deletions.record_id
