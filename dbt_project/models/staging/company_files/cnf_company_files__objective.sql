{{ config(materialized='view') }}

with sides as (
    {{ value_map('company_files', 'objective_side') }}
)

select
    objectives.source_instance,
    objectives.objective_id as native_id,
    objectives.party_native_id,
    objectives.party_system,
    objectives.party_instance,
    objectives.title,
    objectives.measure,
    objectives.target_value,
    objectives.actual_value,
    objectives.due_on,
    objectives.owner_email,
    {{ mapped('objectives.side_code', 'sides') }} as side
from {{ ref('stg_company_files__objectives') }} as objectives
left join sides on sides.source_value = objectives.side_code
