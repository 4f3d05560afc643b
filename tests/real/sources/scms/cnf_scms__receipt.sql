{{ config(materialized='view') }}

select
    deliveries.source_instance,
    deliveries.delivery_id as native_id,
    deliveries.delivery_id as purchase_order_line_native_id,
    cast(null as varchar) as original_receipt_native_id,
    cast(null as varchar) as kind_code,
    'receipt' as kind,
    deliveries.delivered_on as received_on,
    cast(deliveries.delivered_on as timestamp) as posted_at,
    deliveries.quantity,
    deliveries.line_amount as amount,
    false as is_deleted
from {{ ref('stg_scms__deliveries') }} as deliveries
where deliveries.delivered_on is not null
