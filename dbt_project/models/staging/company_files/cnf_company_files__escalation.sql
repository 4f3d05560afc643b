{{ config(materialized='view') }}

with types as (
    {{ value_map('company_files', 'party_type') }}
)

select
    escalations.source_instance,
    escalations.escalation_id as native_id,
    {{ mapped('escalations.party_type', 'types') }} as party_type,
    escalations.party_native_id,
    escalations.party_system,
    escalations.party_instance,
    cast(null as varchar) as ticket_native_id,
    escalations.opened_at,
    escalations.closed_at,
    escalations.reason_code,
    false as is_deleted
from {{ ref('stg_company_files__escalations') }} as escalations
left join types on types.source_value = escalations.party_type
