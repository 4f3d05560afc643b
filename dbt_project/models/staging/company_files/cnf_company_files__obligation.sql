{{ config(materialized='view') }}

with obligors as (
    {{ value_map('company_files', 'obligor') }}
)

select
    obligations.source_instance,
    obligations.obligation_id as native_id,
    obligations.party_native_id,
    obligations.party_system,
    obligations.party_instance,
    obligations.contract_native_id,
    obligations.contract_system,
    cast(null as varchar) as contract_instance,
    obligations.obligor_code,
    {{ mapped('obligations.obligor_code', 'obligors') }} as obligor,
    obligations.title,
    obligations.due_on,
    obligations.met_on,
    coalesce(obligations.is_waived, false) as is_waived
from {{ ref('stg_company_files__obligations') }} as obligations
left join obligors on obligors.source_value = obligations.obligor_code
