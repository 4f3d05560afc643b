{{ config(materialized='view') }}

select
    users.source_instance,
    cast(users.user_id as varchar) as native_id,
    users.user_name as employee_name,
    users.email,
    cast(null as varchar) as manager_native_id,
    cast(null as varchar) as business_unit,
    users.is_active and not coalesce(users.is_suspended, false) as is_active
from {{ ref('stg_zendesk__users') }} as users
where users.role_code in ('agent', 'admin')
