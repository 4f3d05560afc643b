{{ config(materialized='view') }}

select
    deliveries.source_instance,
    deliveries.delivery_id as native_id,
    deliveries.delivery_id as purchase_order_line_native_id,
    deliveries.quantity,
    deliveries.scheduled_on as requested_on,
    cast(null as date) as first_promised_on,
    cast(null as date) as latest_promised_on
from {{ ref('stg_scms__deliveries') }} as deliveries
