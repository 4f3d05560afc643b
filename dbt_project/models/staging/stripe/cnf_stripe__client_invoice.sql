{{ config(materialized='view') }}

with places as (
    {{ value_map('stripe', 'decimal_places') }}
),

counted as (
    {{ value_map('stripe', 'invoice_is_counted') }}
),

documents as (
    select
        invoices.source_instance,
        invoices.invoice_id as native_id,
        invoices.customer_id,
        invoices.invoice_number,
        'invoice' as kind,
        cast(null as varchar) as credited_native_id,
        invoices.contract_number,
        invoices.status_code,
        invoices.created_at,
        invoices.due_at,
        invoices.net_minor_units,
        invoices.tax_minor_units,
        invoices.gross_minor_units,
        invoices.currency_code
    from {{ ref('stg_stripe__invoices') }} as invoices
    union all
    select
        notes.source_instance,
        notes.credit_note_id as native_id,
        notes.customer_id,
        notes.credit_note_number as invoice_number,
        'credit_note' as kind,
        notes.invoice_id as credited_native_id,
        cast(null as varchar) as contract_number,
        notes.status_code,
        notes.created_at,
        cast(null as timestamp) as due_at,
        notes.net_minor_units,
        notes.tax_minor_units,
        notes.gross_minor_units,
        notes.currency_code
    from {{ ref('stg_stripe__credit_notes') }} as notes
)

select
    documents.source_instance,
    documents.native_id,
    documents.customer_id as client_native_id,
    documents.invoice_number,
    documents.kind,
    documents.credited_native_id,
    documents.contract_number,
    documents.status_code,
    counted.canonical_value = 'true' as is_counted_status,
    documents.created_at as invoiced_at,
    {{ reporting_date('documents.due_at') }} as due_on,
    {{ stripe_amount('documents.net_minor_units', 'places') }} as net_amount,
    {{ stripe_amount('documents.tax_minor_units', 'places') }} as tax_amount,
    {{ stripe_amount('documents.gross_minor_units', 'places') }} as gross_amount,
    upper(documents.currency_code) as currency,
    documents.created_at,
    false as is_deleted
from documents
left join places on places.source_value = documents.currency_code
left join counted on counted.source_value = documents.status_code
