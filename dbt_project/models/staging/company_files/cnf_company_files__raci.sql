{{ config(materialized='view') }}

with types as (
    {{ value_map('company_files', 'party_type') }}
),

roles as (
    {{ value_map('company_files', 'raci_role') }}
)

select
    raci.source_instance,
    raci.party_type || '-' || raci.party_system || '/' || raci.party_instance || '/' || raci.party_native_id
    || '-' || raci.task || '-' || raci.role_code as native_id,
    {{ mapped('raci.party_type', 'types') }} as party_type,
    raci.party_native_id,
    raci.party_system,
    raci.party_instance,
    raci.task,
    raci.role_code,
    {{ mapped('raci.role_code', 'roles') }} as role,
    raci.person_email
from {{ ref('stg_company_files__raci') }} as raci
left join types on types.source_value = raci.party_type
left join roles on roles.source_value = raci.role_code
