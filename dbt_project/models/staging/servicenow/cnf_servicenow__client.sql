{{ config(materialized='view') }}

with deletions as (
    {{ servicenow_deletions('core_company') }}
)

select
    companies.source_instance,
    companies.company_id as native_id,
    companies.company_name as client_name,
    companies.parent_company_id as parent_native_id,
    cast(null as varchar) as segment,
    companies.country,
    cast(null as varchar) as employee_native_id,
    cast(null as varchar) as business_unit,
    companies.created_at,
    deletions.record_id is not null as is_deleted
from {{ ref('stg_servicenow__core_company') }} as companies
left join deletions
    on companies.source_instance = deletions.source_instance and companies.company_id = deletions.record_id
where companies.is_customer
