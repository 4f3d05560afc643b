{{ config(materialized='view') }}

select
    certificates.source_instance,
    certificates.certificate_id as native_id,
    certificates.party_native_id,
    certificates.party_system,
    certificates.party_instance,
    certificates.certificate_code,
    certificates.valid_from,
    certificates.valid_to
from {{ ref('stg_company_files__certificates') }} as certificates
