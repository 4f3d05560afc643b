{{ config(materialized='view') }}

select
    users.source_instance,
    users.user_id as native_id,
    users.user_name as employee_name,
    users.email,
    users.manager_id as manager_native_id,
    users.department as business_unit,
    users.is_active
from {{ ref('stg_salesforce__user') }} as users
