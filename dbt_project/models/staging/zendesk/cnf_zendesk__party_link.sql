{{ config(materialized='view') }}

with linked as (
    {{ linked_sources('zendesk') }}
)

select
    organizations.source_instance,
    'client-' || cast(organizations.organization_id as varchar) || '-' || linked.evidence_code as native_id,
    'client' as party_type,
    cast(organizations.organization_id as varchar) as party_native_id,
    linked.other_system,
    linked.other_instance,
    organizations.external_id as other_native_id,
    linked.evidence_code
from {{ ref('stg_zendesk__organizations') }} as organizations
inner join linked on linked.evidence_code = 'external_id'
where organizations.external_id is not null
