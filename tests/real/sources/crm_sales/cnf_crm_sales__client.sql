{{ config(materialized='view') }}

select
    accounts.source_instance,
    accounts.account_name as native_id,
    accounts.account_name as client_name,
    accounts.parent_account_name as parent_native_id,
    accounts.sector as segment,
    accounts.office_location as country,
    cast(null as varchar) as employee_native_id,
    cast(null as varchar) as business_unit,
    cast(null as timestamp) as created_at,
    false as is_deleted
from {{ ref('stg_crm_sales__accounts') }} as accounts
