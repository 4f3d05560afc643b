{{ config(materialized='view') }}

with clients as (
    {{ sap_clients() }}
),

kinds as (
    {{ value_map('sap', 'movement') }}
),

factors as (
    {{ value_map('sap', 'currency_factor') }}
),

-- Of the history the goods moved; its invoices stand in RSEG.
movements as (
    select
        history.source_instance,
        history.client_code,
        history.purchasing_document_id,
        history.purchasing_item_id,
        history.document_year,
        history.document_id,
        history.document_item_id,
        history.original_document_year,
        history.original_document_id,
        history.original_document_item_id,
        history.movement_code,
        {{ mapped('history.movement_code', 'kinds') }} as kind,
        history.posted_on,
        history.entered_on,
        history.entered_time,
        history.quantity,
        {{ sap_amount('history.amount', 'factors') }} as amount
    from {{ ref('stg_sap__ekbe') }} as history
    inner join clients on history.client_code = clients.client_code
    left join kinds on history.movement_code = kinds.source_value
    left join factors on history.currency = factors.source_value
    where history.event_code = '1'
),

reversed as (
    select
        movements.source_instance,
        movements.client_code,
        movements.purchasing_document_id,
        movements.purchasing_item_id,
        movements.original_document_year,
        movements.original_document_id,
        movements.original_document_item_id
    from movements
    where movements.kind = 'reversal'
    group by
        movements.source_instance,
        movements.client_code,
        movements.purchasing_document_id,
        movements.purchasing_item_id,
        movements.original_document_year,
        movements.original_document_id,
        movements.original_document_item_id
)

select
    movements.source_instance,
    movements.purchasing_document_id || '/' || movements.purchasing_item_id || '/' || movements.document_year
    || '/' || movements.document_id || '/' || movements.document_item_id as native_id,
    movements.purchasing_document_id || '/' || movements.purchasing_item_id as purchase_order_line_native_id,
    movements.purchasing_document_id || '/' || movements.purchasing_item_id || '/' || movements.original_document_year
    || '/' || movements.original_document_id || '/' || movements.original_document_item_id as original_receipt_native_id,
    movements.movement_code as kind_code,
    movements.kind,
    movements.posted_on as received_on,
    {{ typed("cast(movements.entered_on as varchar) || ' ' || movements.entered_time", 'timestamp', ['%Y-%m-%d %H%M%S'], 'UTC', []) }} as posted_at,
    abs(movements.quantity) as quantity,
    abs(movements.amount) as amount,
    -- A reversal and what it reverses were never moved.
    movements.kind = 'reversal' or reversed.original_document_id is not null as is_deleted
from movements
left join reversed
    on
        {{ sap_same('movements', 'reversed', ['purchasing_document_id', 'purchasing_item_id']) }}
        and movements.document_year = reversed.original_document_year
        and movements.document_id = reversed.original_document_id
        and movements.document_item_id = reversed.original_document_item_id
