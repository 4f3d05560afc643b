select
    invoices.source_instance,
    {{ typed_json('lines.element', ['id'], 'bigint') }} as invoice_line_id,
    invoices.invoice_id,
    invoices.supplier_id,
    {{ typed_json('lines.element', ['order-line-id'], 'bigint') }} as purchase_order_line_id,
    invoices.invoice_number,
    invoices.document_type,
    invoices.status_code,
    invoices.invoiced_on,
    {{ typed_json('lines.element', ['total'], 'decimal(28,6)') }} as total_amount,
    coalesce({{ typed_json('lines.element', ['currency', 'code']) }}, invoices.currency) as currency,
    {{ typed_json('lines.element', ['commodity', 'name']) }} as commodity,
    {{ typed_json('lines.element', ['account', 'account-type', 'name']) }} as chart_of_accounts,
    {{ typed_json('lines.element', ['department', 'name']) }} as department,
    invoices._extracted_at,
    invoices._file_id,
    invoices._record
from {{ ref('stg_coupa__invoices') }} as invoices
{{ json_elements('invoices.invoice_lines', 'lines') }}
