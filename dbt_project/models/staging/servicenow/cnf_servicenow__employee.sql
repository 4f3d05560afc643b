{{ config(materialized='view') }}

-- Users of no company are our own people.
select
    users.source_instance,
    users.user_id as native_id,
    users.user_name as employee_name,
    users.email,
    cast(null as varchar) as manager_native_id,
    users.department as business_unit,
    users.is_active
from {{ ref('stg_servicenow__sys_user') }} as users
where users.company_id is null
