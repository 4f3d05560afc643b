select
    lines.purchase_order_line_id,
    cast(sum(lines.quantity) as decimal(28,6)) as quantity,
    cast(sum(lines.net_amount) as decimal(28,6)) as net_amount
from {{ ref('fct_supplier_invoices') }} as lines
where lines.kind = 'invoice' and lines.quantity <> 0 and lines.purchase_order_line_id is not null
group by lines.purchase_order_line_id
