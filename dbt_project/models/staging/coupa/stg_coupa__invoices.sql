{%- set columns = raw_columns('coupa', 'invoices') -%}

with versions as (
    select
        raw._instance as source_instance,
        {{ columns.id }} as invoice_id,
        {{ typed_json(columns.supplier, ['id'], 'bigint') }} as supplier_id,
        {{ columns['invoice-number'] }} as invoice_number,
        {{ columns['document-type'] }} as document_type,
        {{ columns.status }} as status_code,
        {{ columns['invoice-date'] }} as invoiced_on,
        {{ typed_json(columns.currency, ['code']) }} as currency,
        {{ columns['invoice-lines'] }} as invoice_lines,
        {{ columns['updated-at'] }} as updated_at,
        raw._extracted_at,
        raw._file_id,
        raw._record
    from {{ source('coupa', 'invoices') }} as raw
)

{{ newest_versions('versions', key=['invoice_id'], cursor=['updated_at']) }}
