{{ config(materialized='view') }}

with linked as (
    {{ linked_sources('stripe') }}
)

select
    customers.source_instance,
    'client-' || customers.customer_id || '-' || linked.evidence_code as native_id,
    'client' as party_type,
    customers.customer_id as party_native_id,
    linked.other_system,
    linked.other_instance,
    customers.salesforce_account_id as other_native_id,
    linked.evidence_code
from {{ ref('stg_stripe__customers') }} as customers
inner join linked on linked.evidence_code = 'metadata.salesforce_account_id'
where customers.salesforce_account_id is not null
