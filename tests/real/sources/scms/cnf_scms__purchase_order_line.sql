{{ config(materialized='view') }}

select
    deliveries.source_instance,
    deliveries.delivery_id as native_id,
    deliveries.order_number as order_native_id,
    deliveries.order_number,
    cast(null as varchar) as line_number,
    deliveries.vendor_name as supplier_native_id,
    cast(null as varchar) as supplier_contract_native_id,
    cast(null as varchar) as buying_company,
    cast(null as varchar) as business_unit,
    deliveries.product_group as category,
    cast(null as varchar) as item,
    deliveries.country,
    deliveries.shipment_mode,
    deliveries.ordered_on,
    cast(deliveries.ordered_on as timestamp) as created_at,
    deliveries.quantity,
    'pack' as unit_of_measure,
    deliveries.pack_price as unit_price,
    deliveries.line_amount,
    'USD' as currency,
    cast(null as varchar) as status_code,
    'closed' as status,
    true as is_counted_status,
    false as is_deleted
from {{ ref('stg_scms__deliveries') }} as deliveries
