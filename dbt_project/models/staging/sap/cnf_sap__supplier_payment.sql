{{ config(materialized='view') }}

with clients as (
    {{ sap_clients() }}
),

kinds as (
    {{ value_map('sap', 'account_document') }}
),

factors as (
    {{ value_map('sap', 'currency_factor') }}
),

-- An item that was cleared between two exports may stand in both tables: it is cleared.
account_items as (
    select
        cleared.source_instance,
        cleared.client_code,
        cleared.company_code,
        cleared.supplier_id,
        cleared.document_year,
        cleared.document_id,
        cleared.document_item_id,
        cleared.cleared_on,
        cleared.clearing_document_id,
        cleared.document_type_code,
        cleared.posted_on,
        cleared.currency,
        cleared.gross_amount,
        cleared.debit_credit_code,
        cleared.invoice_document_id,
        cleared.invoice_year
    from {{ ref('stg_sap__bsak') }} as cleared
    union all
    select
        open_items.source_instance,
        open_items.client_code,
        open_items.company_code,
        open_items.supplier_id,
        open_items.document_year,
        open_items.document_id,
        open_items.document_item_id,
        open_items.cleared_on,
        open_items.clearing_document_id,
        open_items.document_type_code,
        open_items.posted_on,
        open_items.currency,
        open_items.gross_amount,
        open_items.debit_credit_code,
        open_items.invoice_document_id,
        open_items.invoice_year
    from {{ ref('stg_sap__bsik') }} as open_items
    left join {{ ref('stg_sap__bsak') }} as cleared
        on {{ sap_same('open_items', 'cleared', ['company_code', 'supplier_id', 'document_year', 'document_id', 'document_item_id']) }}
    where cleared.document_id is null
),

items as (
    select
        account_items.source_instance,
        account_items.client_code,
        account_items.company_code,
        account_items.supplier_id,
        account_items.company_code || '/' || account_items.document_id || '/' || account_items.document_year
        || '/' || account_items.document_item_id as native_id,
        account_items.document_id,
        account_items.document_year,
        account_items.cleared_on,
        account_items.clearing_document_id,
        {{ mapped('account_items.document_type_code', 'kinds') }} as kind,
        account_items.posted_on,
        account_items.currency,
        {{ sap_amount('account_items.gross_amount', 'factors') }} as amount,
        account_items.debit_credit_code,
        account_items.invoice_document_id,
        account_items.invoice_year
    from account_items
    inner join clients on account_items.client_code = clients.client_code
    left join kinds on account_items.document_type_code = kinds.source_value
    left join factors on account_items.currency = factors.source_value
),

documents as (
    select
        items.source_instance,
        items.client_code,
        items.company_code,
        items.supplier_id,
        items.document_id
    from items
    group by items.source_instance, items.client_code, items.company_code, items.supplier_id, items.document_id
),

-- A payment names its invoice where it pays a part; a payment run names none, and clears each invoice in full. Where the
-- clearing document was not exported, the day of clearing tells that the invoice was paid.
paid as (
    select
        payments.source_instance,
        payments.native_id,
        payments.invoice_document_id || '/' || payments.invoice_year as supplier_invoice_native_id,
        payments.supplier_id,
        payments.posted_on,
        payments.amount * case when payments.debit_credit_code = 'H' then -1 else 1 end as amount,
        payments.currency
    from items as payments
    where payments.kind = 'payment' and payments.invoice_document_id is not null
    union all
    select
        payments.source_instance,
        payments.native_id || '/' || invoices.document_id || '/' || invoices.document_year as native_id,
        invoices.document_id || '/' || invoices.document_year as supplier_invoice_native_id,
        payments.supplier_id,
        payments.posted_on,
        invoices.amount,
        invoices.currency
    from items as payments
    inner join items as invoices
        on
            {{ sap_same('payments', 'invoices', ['company_code', 'supplier_id']) }}
            and payments.document_id = invoices.clearing_document_id
            and invoices.kind = 'invoice'
            and invoices.debit_credit_code = 'H'
    where payments.kind = 'payment' and payments.invoice_document_id is null
    union all
    select
        invoices.source_instance,
        invoices.native_id || '/cleared' as native_id,
        invoices.document_id || '/' || invoices.document_year as supplier_invoice_native_id,
        invoices.supplier_id,
        invoices.cleared_on as posted_on,
        invoices.amount,
        invoices.currency
    from items as invoices
    left join documents
        on
            {{ sap_same('invoices', 'documents', ['company_code', 'supplier_id']) }}
            and invoices.clearing_document_id = documents.document_id
    where
        invoices.kind = 'invoice'
        and invoices.debit_credit_code = 'H'
        and invoices.cleared_on is not null
        and documents.document_id is null
)

select
    paid.source_instance,
    paid.native_id,
    paid.supplier_invoice_native_id,
    paid.supplier_id as supplier_native_id,
    paid.posted_on as paid_on,
    paid.amount,
    paid.currency,
    false as is_deleted
from paid
