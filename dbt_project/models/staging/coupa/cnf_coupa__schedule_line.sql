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

select
    order_lines.source_instance,
    order_lines.native_id,
    order_lines.native_id as purchase_order_line_native_id,
    order_lines.quantity,
    staged.need_by_on as requested_on,
    first_promise.promised_on as first_promised_on,
    latest_promise.promised_on as latest_promised_on
from {{ ref('cnf_coupa__purchase_order_line') }} as order_lines
inner join {{ ref('stg_coupa__purchase_order_lines') }} as staged
    on
        order_lines.source_instance = staged.source_instance
        and order_lines.native_id = cast(staged.purchase_order_line_id as varchar)
left join promises
    on
        staged.source_instance = promises.source_instance
        and staged.purchase_order_line_id = promises.purchase_order_line_id
left join {{ ref('stg_coupa__order_confirmations') }} as first_promise
    on
        promises.source_instance = first_promise.source_instance
        and promises.first_confirmation_id = first_promise.order_confirmation_id
left join {{ ref('stg_coupa__order_confirmations') }} as latest_promise
    on
        promises.source_instance = latest_promise.source_instance
        and promises.latest_confirmation_id = latest_promise.order_confirmation_id
-- Services ordered by amount have no quantity that could be due on a day.
where order_lines.quantity is not null
