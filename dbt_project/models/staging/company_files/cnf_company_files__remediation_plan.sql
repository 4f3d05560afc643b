{{ config(materialized='view') }}

with outcomes as (
    {{ value_map('company_files', 'remediation_outcome') }}
)

select
    plans.source_instance,
    plans.plan_id as native_id,
    plans.party_native_id,
    plans.party_system,
    plans.party_instance,
    plans.opened_on,
    plans.closed_on,
    plans.outcome_code,
    {{ mapped('plans.outcome_code', 'outcomes') }} as outcome
from {{ ref('stg_company_files__remediation_plans') }} as plans
left join outcomes on outcomes.source_value = plans.outcome_code
