{{ config(materialized='view') }}

with promises as (
    select
        confirmations.source_instance,
        confirmations.purchase_order_line_id,
        min(confirmations.order_confirmation_id) as first_confirmation_id,
        max(confirmations.order_confirmation_id) as latest_confirmation_id
    from {{ ref('stg_coupa__order_confirmations') }} as confirmations
    where confirmations.status_code = 'confirmed'
    group by confirmations.source_instance, confirmations.purchase_order_line_id
)

-- A line without deliveries of its own is due in one; services ordered by amount have no quantity that could be due.
select
    order_lines.source_instance,
    cast(order_lines.purchase_order_line_id as varchar)
    || coalesce('/' || cast(deliveries.order_schedule_line_id as varchar), '') as native_id,
    cast(order_lines.purchase_order_line_id as varchar) as purchase_order_line_native_id,
    coalesce(deliveries.quantity, order_lines.quantity) as quantity,
    coalesce(deliveries.deliver_on, order_lines.need_by_on) as requested_on,
    first_promise.promised_on as first_promised_on,
    latest_promise.promised_on as latest_promised_on
from {{ ref('stg_coupa__purchase_order_lines') }} as order_lines
left join {{ ref('stg_coupa__order_schedule_lines') }} as deliveries
    on
        order_lines.source_instance = deliveries.source_instance
        and order_lines.purchase_order_line_id = deliveries.purchase_order_line_id
left join promises
    on
        order_lines.source_instance = promises.source_instance
        and order_lines.purchase_order_line_id = promises.purchase_order_line_id
left join {{ ref('stg_coupa__order_confirmations') }} as first_promise
    on
        promises.source_instance = first_promise.source_instance
        and promises.purchase_order_line_id = first_promise.purchase_order_line_id
        and promises.first_confirmation_id = first_promise.order_confirmation_id
left join {{ ref('stg_coupa__order_confirmations') }} as latest_promise
    on
        promises.source_instance = latest_promise.source_instance
        and promises.purchase_order_line_id = latest_promise.purchase_order_line_id
        and promises.latest_confirmation_id = latest_promise.order_confirmation_id
where order_lines.quantity is not null
