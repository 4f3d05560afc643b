{{ config(materialized='view') }}

with kinds as (
    {{ value_map('coupa', 'receipt_kind') }}
)

select
    receipts.source_instance,
    cast(receipts.receipt_id as varchar) as native_id,
    cast(receipts.purchase_order_line_id as varchar) as purchase_order_line_native_id,
    cast(receipts.original_receipt_id as varchar) as original_receipt_native_id,
    receipts.receipt_type as kind_code,
    {{ mapped('receipts.receipt_type', 'kinds') }} as kind,
    receipts.transacted_on as received_on,
    receipts.posted_at,
    abs(receipts.quantity) as quantity,
    abs(receipts.total_amount) as amount,
    coalesce(receipts.status_code = 'voided', false) as is_deleted
from {{ ref('stg_coupa__receipts') }} as receipts
left join kinds on receipts.receipt_type = kinds.source_value
