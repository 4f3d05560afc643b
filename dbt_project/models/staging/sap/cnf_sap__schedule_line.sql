{{ config(materialized='view') }}

with clients as (
    {{ sap_clients() }}
),

-- AB promises; LA announces what is under way and promises nothing.
promises as (
    select
        confirmations.source_instance,
        confirmations.client_code,
        confirmations.purchasing_document_id,
        confirmations.purchasing_item_id,
        min(confirmations.confirmation_id) as first_id,
        max(confirmations.confirmation_id) as latest_id
    from {{ ref('stg_sap__ekes') }} as confirmations
    where confirmations.confirmation_code = 'AB'
    group by
        confirmations.source_instance,
        confirmations.client_code,
        confirmations.purchasing_document_id,
        confirmations.purchasing_item_id
)

select
    schedules.source_instance,
    schedules.purchasing_document_id || '/' || schedules.purchasing_item_id || '/' || schedules.schedule_line_id as native_id,
    schedules.purchasing_document_id || '/' || schedules.purchasing_item_id as purchase_order_line_native_id,
    schedules.quantity,
    -- The day wanted originally; the other one moves with each change of the order.
    coalesce(schedules.requested_on, schedules.deliver_on) as requested_on,
    first_promise.promised_on as first_promised_on,
    latest_promise.promised_on as latest_promised_on
from {{ ref('stg_sap__eket') }} as schedules
inner join clients on schedules.client_code = clients.client_code
left join promises on {{ sap_same('schedules', 'promises', ['purchasing_document_id', 'purchasing_item_id']) }}
left join {{ ref('stg_sap__ekes') }} as first_promise
    on
        {{ sap_same('promises', 'first_promise', ['purchasing_document_id', 'purchasing_item_id']) }}
        and promises.first_id = first_promise.confirmation_id
left join {{ ref('stg_sap__ekes') }} as latest_promise
    on
        {{ sap_same('promises', 'latest_promise', ['purchasing_document_id', 'purchasing_item_id']) }}
        and promises.latest_id = latest_promise.confirmation_id
