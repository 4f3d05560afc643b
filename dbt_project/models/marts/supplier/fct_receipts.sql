with run as (
    {{ run_parameters() }}
)

select
    receipts.receipt_id,
    receipts.source_system,
    receipts.source_instance,
    receipts.native_id,
    lines.supplier_key,
    lines.supplier_id,
    receipts.purchase_order_line_id,
    receipts.kind,
    receipts.received_on,
    receipts.quantity,
    lines.unit_of_measure
from {{ ref('core_receipt') }} as receipts
cross join run
inner join {{ ref('fct_purchase_order_lines') }} as lines
    on lines.purchase_order_line_id = receipts.purchase_order_line_id
where not coalesce(receipts.is_deleted, false) and receipts.received_on <= run.as_of_on
