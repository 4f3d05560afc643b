{{ config(materialized='view') }}

with counted as (
    {{ value_map('coupa', 'invoice_is_counted') }}
)

select
    invoice_lines.source_instance,
    cast(invoice_lines.invoice_line_id as varchar) as native_id,
    cast(invoice_lines.invoice_id as varchar) as invoice_native_id,
    invoice_lines.invoice_number,
    cast(invoice_lines.supplier_id as varchar) as supplier_native_id,
    cast(invoice_lines.purchase_order_line_id as varchar) as purchase_order_line_native_id,
    coalesce(invoice_lines.chart_of_accounts, order_lines.chart_of_accounts) as buying_company,
    coalesce(invoice_lines.department, order_lines.department) as business_unit,
    coalesce(invoice_lines.commodity, order_lines.commodity) as category,
    invoice_lines.invoiced_on,
    -- Customers set up credit notes with either sign.
    case
        when invoice_lines.document_type = 'Credit Note' then -abs(invoice_lines.total_amount)
        else invoice_lines.total_amount
    end as net_amount,
    invoice_lines.currency,
    counted.canonical_value = 'true' as is_counted_status
from {{ ref('stg_coupa__invoice_lines') }} as invoice_lines
left join {{ ref('stg_coupa__purchase_order_lines') }} as order_lines
    on
        invoice_lines.source_instance = order_lines.source_instance
        and invoice_lines.purchase_order_line_id = order_lines.purchase_order_line_id
left join counted on invoice_lines.status_code = counted.source_value
