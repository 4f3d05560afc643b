with run as (
    {{ run_parameters() }}
)

select
    receipts.receipt_id,
    receipts.source_system,
    receipts.source_instance,
    receipts.native_id,
    coalesce(lines.supplier_key, -1) as supplier_key,
    coalesce(lines.supplier_id, 'unknown') as supplier_id,
    receipts.purchase_order_line_id,
    receipts.original_receipt_id,
    receipts.kind,
    receipts.received_on,
    receipts.quantity,
    lines.unit_of_measure,
    outcomes.rejected_quantity
from {{ ref('core_receipt') }} as receipts
cross join run
left join {{ ref('fct_purchase_order_lines') }} as lines
    on lines.purchase_order_line_id = receipts.purchase_order_line_id
left join {{ ref('core_purchase_order_line') }} as delivered
    on delivered.purchase_order_line_id = receipts.purchase_order_line_id
left join {{ ref('int_receipt_outcomes') }} as outcomes on outcomes.receipt_id = receipts.receipt_id
-- A receipt without its order line counts under unknown; one of a line that does not count does not.
where
    not coalesce(receipts.is_deleted, false)
    and receipts.received_on <= run.as_of_on
    and (receipts.posted_at <= run.as_of or receipts.posted_at is null)
    and (lines.purchase_order_line_id is not null or delivered.purchase_order_line_id is null)
