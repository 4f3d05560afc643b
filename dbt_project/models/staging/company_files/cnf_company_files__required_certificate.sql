{{ config(materialized='view') }}

select
    required.source_instance,
    required.party_system || '/' || required.party_instance || '/' || required.party_native_id || '-' || required.certificate_code || '-' || cast(required.valid_from as varchar) as native_id,
    required.party_native_id,
    required.party_system,
    required.party_instance,
    required.certificate_code,
    required.valid_from,
    required.valid_to
from {{ ref('stg_company_files__required_certificates') }} as required
