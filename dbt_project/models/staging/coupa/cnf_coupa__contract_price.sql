{{ config(materialized='view') }}

select
    items.source_instance,
    cast(items.supplier_item_id as varchar) as native_id,
    cast(items.contract_id as varchar) as supplier_contract_native_id,
    cast(items.supplier_id as varchar) as supplier_native_id,
    items.item,
    items.unit_of_measure,
    items.unit_price,
    items.currency,
    items.valid_from,
    items.valid_to,
    false as is_deleted
from {{ ref('stg_coupa__supplier_items') }} as items
