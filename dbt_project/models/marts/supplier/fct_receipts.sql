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
    receipts.kind,
    receipts.received_on,
    receipts.quantity,
    lines.unit_of_measure
from {{ ref('core_receipt') }} as receipts
cross join run
left join {{ ref('fct_purchase_order_lines') }} as lines
    on lines.purchase_order_line_id = receipts.purchase_order_line_id
left join {{ ref('core_purchase_order_line') }} as delivered
    on delivered.purchase_order_line_id = receipts.purchase_order_line_id
-- A receipt without its order line counts under unknown; one of a line that does not count does not.
where
    not coalesce(receipts.is_deleted, false)
    and receipts.received_on <= run.as_of_on
    and (lines.purchase_order_line_id is not null or delivered.purchase_order_line_id is null)
