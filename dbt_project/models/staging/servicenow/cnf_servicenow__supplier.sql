{{ config(materialized='view') }}

with deletions as (
    {{ servicenow_deletions('core_company') }}
)

select
    companies.source_instance,
    companies.company_id as native_id,
    companies.company_name as supplier_name,
    companies.parent_company_id as parent_native_id,
    companies.country,
    companies.created_at,
    cast(null as boolean) as is_active,
    deletions.record_id is not null as is_deleted
from {{ ref('stg_servicenow__core_company') }} as companies
left join deletions
    on companies.source_instance = deletions.source_instance and companies.company_id = deletions.record_id
where companies.is_vendor
