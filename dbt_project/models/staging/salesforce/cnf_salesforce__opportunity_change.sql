{{ config(materialized='view') }}

with statuses as (
    {{ value_map('salesforce', 'opportunity_status') }}
),

stages as (
    select
        stages.source_instance,
        stages.stage_name,
        {{ salesforce_status_code('stages') }} as status_code
    from {{ ref('stg_salesforce__opportunity_stage') }} as stages
)

select
    changes.source_instance,
    changes.opportunity_history_id as native_id,
    changes.opportunity_id as opportunity_native_id,
    changes.changed_at,
    changes.stage_name as stage_code,
    {{ mapped('changes.stage_name', 'statuses') }} as status,
    changes.amount,
    changes.probability_percent
from {{ ref('stg_salesforce__opportunity_history') }} as changes
left join stages
    on changes.source_instance = stages.source_instance and changes.stage_name = stages.stage_name
left join statuses on stages.status_code = statuses.source_value
where not coalesce(changes.is_deleted, false)
