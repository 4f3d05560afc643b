{{ config(materialized='view') }}

with kinds as (
    {{ value_map('company_files', 'milestone') }}
)

select
    milestones.source_instance,
    milestones.party_system || '/' || milestones.party_instance || '/' || milestones.party_native_id || '-' || milestones.milestone_code as native_id,
    milestones.party_native_id,
    milestones.party_system,
    milestones.party_instance,
    milestones.milestone_code,
    {{ mapped('milestones.milestone_code', 'kinds') }} as milestone,
    milestones.due_on,
    milestones.done_on
from {{ ref('stg_company_files__milestones') }} as milestones
left join kinds on kinds.source_value = milestones.milestone_code
