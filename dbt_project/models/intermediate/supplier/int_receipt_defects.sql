with received as (
    select
        receipts.receipt_id,
        lines.supplier_id,
        lines.category,
        lines.business_unit_id,
        lines.ordered_on,
        lines.currency,
        coalesce(lines.unit_of_measure, 'unknown') as unit_of_measure,
        receipts.received_on,
        receipts.rejected_quantity,
        receipts.quantity,
        cast(receipts.rejected_quantity * lines.unit_price as decimal(28,12)) as rejected_amount,
        cast(receipts.quantity * lines.unit_price as decimal(28,12)) as received_amount
    from {{ ref('fct_receipts') }} as receipts
    inner join {{ ref('fct_purchase_order_lines') }} as lines
        on lines.purchase_order_line_id = receipts.purchase_order_line_id
    where receipts.kind = 'receipt' and coalesce(lines.status, 'open') <> 'cancelled' and lines.quantity is not null
)

select
    received.receipt_id,
    received.supplier_id,
    received.category,
    received.business_unit_id,
    received.received_on,
    received.unit_of_measure,
    received.rejected_quantity,
    received.quantity,
    {{ reporting_amount('received.rejected_amount', 'received.currency', 'rates', digits=12) }} as reporting_rejected_amount,
    {{ reporting_amount('received.received_amount', 'received.currency', 'rates', digits=12) }} as reporting_received_amount
from received
left join {{ ref('int_fx_rate_spans') }} as rates
    on {{ fx_rate_join('rates', 'received.currency', 'received.ordered_on') }}
