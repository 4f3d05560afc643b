{{ config(materialized='view') }}

select
    organizations.source_instance,
    cast(organizations.organization_id as varchar) as native_id,
    organizations.organization_name as client_name,
    cast(null as varchar) as parent_native_id,
    organizations.customer_tier as segment,
    organizations.country,
    cast(null as varchar) as employee_native_id,
    cast(null as varchar) as business_unit,
    organizations.created_at,
    organizations.deleted_at is not null as is_deleted
from {{ ref('stg_zendesk__organizations') }} as organizations
