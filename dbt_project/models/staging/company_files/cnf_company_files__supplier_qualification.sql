{{ config(materialized='view') }}

select
    seconds.source_instance,
    seconds.party_system || '/' || seconds.party_instance || '/' || seconds.party_native_id || '-' || seconds.category || '-' || cast(seconds.valid_from as varchar) as native_id,
    seconds.party_native_id,
    seconds.party_system,
    seconds.party_instance,
    seconds.category,
    seconds.qualified_native_id,
    seconds.qualified_system,
    seconds.qualified_instance,
    seconds.valid_from,
    seconds.valid_to
from {{ ref('stg_company_files__second_suppliers') }} as seconds
