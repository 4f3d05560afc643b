{{ config(materialized='view') }}

with counted as (
    {{ value_map('coupa', 'invoice_is_counted') }}
),

kinds as (
    {{ value_map('coupa', 'invoice_kind') }}
)

select
    invoice_lines.source_instance,
    cast(invoice_lines.invoice_line_id as varchar) as native_id,
    cast(invoice_lines.invoice_id as varchar) as invoice_native_id,
    invoice_lines.line_number,
    invoices.invoice_number,
    cast(invoices.supplier_id as varchar) as supplier_native_id,
    cast(invoice_lines.purchase_order_line_id as varchar) as purchase_order_line_native_id,
    coalesce(invoice_lines.chart_of_accounts, order_lines.chart_of_accounts) as buying_company,
    coalesce(invoice_lines.department, orders.department) as business_unit,
    coalesce(invoice_lines.commodity, order_lines.commodity) as category,
    {{ mapped('invoices.document_type', 'kinds') }} as kind,
    invoice_lines.item,
    invoices.invoiced_on,
    invoices.posted_on,
    abs(invoice_lines.quantity) as quantity,
    order_lines.unit_of_measure,
    invoice_lines.unit_price,
    -- Customers set up credit notes with either sign.
    case
        when kinds.canonical_value = 'credit_note' then -abs(invoice_lines.total_amount)
        else invoice_lines.total_amount
    end as net_amount,
    coalesce(invoice_lines.line_currency, invoices.currency) as currency,
    counted.canonical_value = 'true' as is_counted_status
from {{ ref('stg_coupa__invoice_lines') }} as invoice_lines
inner join {{ ref('stg_coupa__invoices') }} as invoices
    on
        invoice_lines.source_instance = invoices.source_instance
        and invoice_lines.invoice_id = invoices.invoice_id
left join {{ ref('stg_coupa__purchase_order_lines') }} as order_lines
    on
        invoice_lines.source_instance = order_lines.source_instance
        and invoice_lines.purchase_order_line_id = order_lines.purchase_order_line_id
left join {{ ref('stg_coupa__purchase_orders') }} as orders
    on
        order_lines.source_instance = orders.source_instance
        and order_lines.purchase_order_id = orders.purchase_order_id
left join counted on invoices.status_code = counted.source_value
left join kinds on invoices.document_type = kinds.source_value
