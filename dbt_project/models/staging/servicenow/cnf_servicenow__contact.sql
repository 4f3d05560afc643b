{{ config(materialized='view') }}

with deletions as (
    {{ servicenow_deletions('sys_user') }}
)

select
    users.source_instance,
    users.user_id as native_id,
    users.company_id as client_native_id,
    users.user_name as contact_name,
    users.email,
    cast(null as varchar) as title,
    users.department,
    cast(null as varchar) as merged_into_native_id,
    users.created_at,
    deletions.record_id is not null as is_deleted
from {{ ref('stg_servicenow__sys_user') }} as users
left join deletions on users.source_instance = deletions.source_instance and users.user_id = deletions.record_id
where users.company_id is not null
