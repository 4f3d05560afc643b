{{ config(materialized='view') }}

select
    deliveries.source_instance,
    deliveries.delivery_id as native_id,
    deliveries.delivery_id as purchase_order_line_native_id,
    'receipt' as kind,
    deliveries.delivered_on as received_on,
    deliveries.quantity,
    false as is_deleted
from {{ ref('stg_scms__deliveries') }} as deliveries
where deliveries.delivered_on is not null
