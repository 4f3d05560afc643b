{{ config(materialized='view') }}

select
    suppliers.source_instance,
    cast(suppliers.supplier_id as varchar) as native_id,
    suppliers.supplier_name,
    cast(suppliers.parent_supplier_id as varchar) as parent_native_id,
    suppliers.country,
    suppliers.created_at,
    suppliers.status_code = 'active' and not coalesce(suppliers.is_on_hold, false) as is_active,
    false as is_deleted
from {{ ref('stg_coupa__suppliers') }} as suppliers
