-- Three-way match at first posting: price against the order, quantity against what had been received by then.
with billed as (
    select
        invoices.supplier_invoice_line_id,
        invoices.purchase_order_line_id,
        coalesce(invoices.posted_on, invoices.invoiced_on) as posted_on,
        invoices.unit_price,
        orders.unit_price as ordered_price,
        orders.line_amount as ordered_amount,
        orders.quantity is null as is_by_amount,
        -- Invoices count in order of posting; credit notes take nothing off what was invoiced.
        cast(sum(case when orders.quantity is null then invoices.net_amount else coalesce(invoices.quantity, 0) end) over (
            partition by invoices.purchase_order_line_id
            order by
                coalesce(invoices.posted_on, invoices.invoiced_on) asc,
                length(invoices.supplier_invoice_line_id) asc,
                invoices.supplier_invoice_line_id asc
            rows between unbounded preceding and current row
        ) as decimal(28,6)) as billed_so_far
    from {{ ref('int_spend_lines') }} as spend
    inner join {{ ref('core_supplier_invoice_line') }} as invoices
        on invoices.supplier_invoice_line_id = spend.spend_line_id
    inner join {{ ref('fct_purchase_order_lines') }} as orders
        on orders.purchase_order_line_id = invoices.purchase_order_line_id
    where invoices.kind = 'invoice'
),

received as (
    select
        billed.supplier_invoice_line_id,
        sum(case when receipts.kind = 'receipt' then receipts.quantity else -receipts.quantity end) as quantity
    from billed
    inner join {{ ref('fct_receipts') }} as receipts
        on receipts.purchase_order_line_id = billed.purchase_order_line_id
        and receipts.received_on <= billed.posted_on
    where receipts.kind in ('receipt', 'return')
    group by billed.supplier_invoice_line_id
)

select
    billed.supplier_invoice_line_id,
    billed.purchase_order_line_id,
    coalesce(
        case
            -- A service by amount has no receipt of its own.
            when billed.is_by_amount
                then billed.billed_so_far * 100 <= billed.ordered_amount * {{ 100 + var('price_tolerance_percent') }}
            else
                billed.unit_price * 100 <= billed.ordered_price * {{ 100 + var('price_tolerance_percent') }}
                and billed.billed_so_far * 100 <= received.quantity * {{ 100 + var('quantity_tolerance_percent') }}
        end,
        false
    ) as is_matched
from billed
left join received on received.supplier_invoice_line_id = billed.supplier_invoice_line_id
