{{ config(materialized='view') }}

select
    deliveries.source_instance,
    deliveries.vendor_name as native_id,
    deliveries.vendor_name as supplier_name,
    cast(null as varchar) as parent_native_id,
    cast(null as varchar) as country,
    cast(null as boolean) as is_active,
    cast(null as timestamp) as created_at,
    false as is_deleted
from {{ ref('stg_scms__deliveries') }} as deliveries
group by deliveries.source_instance, deliveries.vendor_name
