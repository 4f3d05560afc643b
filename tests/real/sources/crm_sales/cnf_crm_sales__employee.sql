{{ config(materialized='view') }}

select
    agents.source_instance,
    agents.sales_agent as native_id,
    agents.sales_agent as employee_name,
    cast(null as varchar) as email,
    agents.manager_name as manager_native_id,
    agents.regional_office as business_unit,
    cast(null as boolean) as is_active
from {{ ref('stg_crm_sales__sales_teams') }} as agents
