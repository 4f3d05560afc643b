{{ config(materialized='view') }}

with kinds as (
    {{ value_map('servicenow', 'benefit_is_monetary') }}
),

deletions as (
    {{ servicenow_deletions('benefit_plan_breakdown') }}
)

select
    months.source_instance,
    months.benefit_plan_breakdown_id as native_id,
    plans.project_id as initiative_native_id,
    kinds.canonical_value = 'true' as is_monetary,
    months.month_on,
    months.actual_amount as realised_amount,
    plans.currency,
    months.created_at,
    deletions.record_id is not null as is_deleted
from {{ ref('stg_servicenow__benefit_plan_breakdown') }} as months
left join {{ ref('stg_servicenow__benefit_plan') }} as plans
    on months.source_instance = plans.source_instance and months.benefit_plan_id = plans.benefit_plan_id
left join kinds on kinds.source_value = plans.benefit_type_code
left join deletions
    on
        months.source_instance = deletions.source_instance
        and months.benefit_plan_breakdown_id = deletions.record_id
