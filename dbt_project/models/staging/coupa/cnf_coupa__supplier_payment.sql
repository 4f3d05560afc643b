{{ config(materialized='view') }}

-- Each payment where an invoice lists them; else what its payables say was paid; else the invoice's own word.
with kinds as (
    {{ value_map('coupa', 'invoice_kind') }}
),

listed as (
    select
        payments.source_instance,
        payments.invoice_id
    from {{ ref('stg_coupa__invoice_payments') }} as payments
    group by payments.source_instance, payments.invoice_id
),

payables as (
    select
        payables.source_instance,
        payables.invoice_id,
        payables.payable_id,
        payables.paid_on,
        payables.paid_amount
    from {{ ref('stg_coupa__payables') }} as payables
    left join listed
        on
            payables.source_instance = listed.source_instance
            and payables.invoice_id = listed.invoice_id
    where listed.invoice_id is null and payables.paid_on is not null and payables.paid_amount <> 0
),

told as (
    select
        listed.source_instance,
        listed.invoice_id
    from listed
    union all
    select
        payables.source_instance,
        payables.invoice_id
    from payables
    group by payables.source_instance, payables.invoice_id
),

paid as (
    select
        payments.source_instance,
        payments.invoice_id,
        cast(payments.payment_id as varchar) as native_id,
        payments.paid_on,
        payments.paid_amount
    from {{ ref('stg_coupa__invoice_payments') }} as payments
    union all
    select
        payables.source_instance,
        payables.invoice_id,
        'payable/' || cast(payables.payable_id as varchar) as native_id,
        payables.paid_on,
        payables.paid_amount
    from payables
    union all
    select
        invoices.source_instance,
        invoices.invoice_id,
        'invoice/' || cast(invoices.invoice_id as varchar) as native_id,
        invoices.paid_on,
        abs(invoices.gross_amount) as paid_amount
    from {{ ref('stg_coupa__invoices') }} as invoices
    inner join kinds on invoices.document_type = kinds.source_value and kinds.canonical_value = 'invoice'
    left join told
        on
            invoices.source_instance = told.source_instance
            and invoices.invoice_id = told.invoice_id
    where told.invoice_id is null and invoices.is_paid and invoices.paid_on is not null
)

select
    paid.source_instance,
    paid.native_id,
    cast(paid.invoice_id as varchar) as supplier_invoice_native_id,
    cast(invoices.supplier_id as varchar) as supplier_native_id,
    paid.paid_on,
    paid.paid_amount as amount,
    invoices.currency,
    false as is_deleted
from paid
inner join {{ ref('stg_coupa__invoices') }} as invoices
    on
        paid.source_instance = invoices.source_instance
        and paid.invoice_id = invoices.invoice_id
