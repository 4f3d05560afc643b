{{ config(materialized='view') }}

select
    users.source_instance,
    cast(users.user_id as varchar) as native_id,
    cast(users.organization_id as varchar) as client_native_id,
    users.user_name as contact_name,
    users.email,
    cast(null as varchar) as title,
    cast(null as varchar) as department,
    cast(null as varchar) as merged_into_native_id,
    users.created_at,
    not coalesce(users.is_active, true) as is_deleted
from {{ ref('stg_zendesk__users') }} as users
where users.role_code = 'end-user'
