{{ config(materialized='view') }}

with counted as (
    {{ value_map('coupa', 'invoice_is_counted') }}
),

kinds as (
    {{ value_map('coupa', 'invoice_kind') }}
),

companies as (
    select
        invoice_lines.source_instance,
        invoice_lines.invoice_id,
        min(invoice_lines.chart_of_accounts) as chart_of_accounts
    from {{ ref('stg_coupa__invoice_lines') }} as invoice_lines
    group by invoice_lines.source_instance, invoice_lines.invoice_id
),

due as (
    select
        payables.source_instance,
        payables.invoice_id,
        max(payables.due_on) as due_on
    from {{ ref('stg_coupa__payables') }} as payables
    group by payables.source_instance, payables.invoice_id
)

-- An invoice that is due in parts is due by the last of them. Customers set up credit notes with either sign.
select
    invoices.source_instance,
    cast(invoices.invoice_id as varchar) as native_id,
    invoices.invoice_number,
    cast(invoices.supplier_id as varchar) as supplier_native_id,
    companies.chart_of_accounts as buying_company,
    {{ mapped('invoices.document_type', 'kinds') }} as kind,
    invoices.status_code,
    invoices.invoiced_on,
    invoices.posted_on,
    due.due_on,
    abs(invoices.gross_amount) as gross_amount,
    abs(invoices.tax_amount) as tax_amount,
    invoices.currency,
    invoices.status_code = 'disputed' as is_disputed,
    counted.canonical_value = 'true' as is_counted_status
from {{ ref('stg_coupa__invoices') }} as invoices
left join due
    on
        invoices.source_instance = due.source_instance
        and invoices.invoice_id = due.invoice_id
left join companies
    on
        invoices.source_instance = companies.source_instance
        and invoices.invoice_id = companies.invoice_id
left join counted on invoices.status_code = counted.source_value
left join kinds on invoices.document_type = kinds.source_value
