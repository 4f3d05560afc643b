{{ config(materialized='view') }}

select
    payments.source_instance,
    cast(payments.payment_id as varchar) as native_id,
    cast(payments.invoice_id as varchar) as supplier_invoice_native_id,
    cast(invoices.supplier_id as varchar) as supplier_native_id,
    payments.paid_on,
    payments.paid_amount as amount,
    invoices.currency,
    false as is_deleted
from {{ ref('stg_coupa__invoice_payments') }} as payments
inner join {{ ref('stg_coupa__invoices') }} as invoices
    on
        payments.source_instance = invoices.source_instance
        and payments.invoice_id = invoices.invoice_id
