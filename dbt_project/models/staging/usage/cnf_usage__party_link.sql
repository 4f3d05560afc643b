{{ config(materialized='view') }}

with linked as (
    {{ linked_sources('usage') }}
)

-- Some tenants go by the identifier of the CRM; of the others no record there has that name, and no link comes of it.
select
    tenants.source_instance,
    'client-' || tenants.native_id || '-' || linked.evidence_code as native_id,
    'client' as party_type,
    tenants.native_id as party_native_id,
    linked.other_system,
    linked.other_instance,
    tenants.native_id as other_native_id,
    linked.evidence_code
from {{ ref('cnf_usage__client') }} as tenants
inner join linked on linked.evidence_code = 'tenant_id'
