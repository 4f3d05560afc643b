{{ config(materialized='view') }}

select
    targets.source_instance,
    targets.party_system || '/' || targets.party_instance || '/' || targets.party_native_id || '-' || cast(targets.month_on as varchar) as native_id,
    targets.party_native_id,
    targets.party_system,
    targets.party_instance,
    targets.month_on,
    targets.target_amount,
    targets.currency
from {{ ref('stg_company_files__revenue_targets') }} as targets
