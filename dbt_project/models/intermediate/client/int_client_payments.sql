with run as (
    {{ run_parameters() }}
)

-- A refund takes money back at the instant of the payment that it is of, as if that had been smaller.
select
    payments.client_payment_id,
    payments.client_invoice_id,
    coalesce(refunded.paid_at, payments.paid_at) as paid_at,
    {{ reporting_date('coalesce(refunded.paid_at, payments.paid_at)') }} as paid_on,
    cast(case when payments.kind = 'refund' then -payments.amount else payments.amount end as decimal(28,6)) as amount
from {{ ref('core_client_payment') }} as payments
cross join run
left join {{ ref('core_client_payment') }} as refunded
    on refunded.client_payment_id = payments.refunded_payment_id and payments.kind = 'refund'
where payments.is_counted_status and payments.paid_at <= run.as_of
