{{ config(materialized='view') }}

select
    customers.source_instance,
    customers.customer_id as native_id,
    customers.customer_name as client_name,
    cast(null as varchar) as parent_native_id,
    cast(null as varchar) as segment,
    customers.country,
    cast(null as varchar) as employee_native_id,
    cast(null as varchar) as business_unit,
    customers.created_at,
    false as is_deleted
from {{ ref('stg_stripe__customers') }} as customers
