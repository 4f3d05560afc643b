{{ config(materialized='view') }}

with tenants as (
    select
        days.source_instance,
        days.client_native_id
    from {{ ref('cnf_usage__usage_daily') }} as days
    group by days.source_instance, days.client_native_id
)

-- The product knows a client as the tenant whose users it sees, and by nothing else.
select
    tenants.source_instance,
    tenants.client_native_id as native_id,
    cast(null as varchar) as client_name,
    cast(null as varchar) as parent_native_id,
    cast(null as varchar) as segment,
    cast(null as varchar) as country,
    cast(null as varchar) as employee_native_id,
    cast(null as varchar) as business_unit,
    cast(null as timestamp) as created_at,
    false as is_deleted
from tenants
