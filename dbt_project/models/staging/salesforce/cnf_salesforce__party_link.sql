{{ config(materialized='view') }}

select
    accounts.source_instance,
    'client-' || accounts.account_id || '-merged' as native_id,
    'client' as party_type,
    accounts.account_id as party_native_id,
    cast(null as varchar) as other_system,
    cast(null as varchar) as other_instance,
    accounts.master_account_id as other_native_id,
    'merged' as evidence_code
from {{ ref('stg_salesforce__account') }} as accounts
where accounts.master_account_id is not null
