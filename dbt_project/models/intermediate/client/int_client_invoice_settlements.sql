with run as (
    {{ run_parameters() }}
),

credited as (
    select
        documents.invoice_id,
        sum(documents.gross_amount) as gross_amount
    from {{ ref('int_client_documents') }} as documents
    group by documents.invoice_id
),

-- Due is the invoice with tax, less what was credited of it.
due as (
    select
        documents.client_invoice_id,
        documents.due_on,
        cast(credited.gross_amount as decimal(28,6)) as due_amount
    from {{ ref('int_client_documents') }} as documents
    inner join credited on credited.invoice_id = documents.client_invoice_id
    where documents.kind = 'invoice'
),

received as (
    select
        due.client_invoice_id,
        due.due_on,
        due.due_amount,
        payments.paid_on,
        payments.amount,
        sum(payments.amount) over (
            partition by due.client_invoice_id
            order by payments.paid_at, payments.client_payment_id
            rows between unbounded preceding and current row
        ) as amount_after
    from due
    inner join {{ ref('int_client_payments') }} as payments on payments.client_invoice_id = due.client_invoice_id
),

-- Payments fill what is due in order of time; what exceeds it does not count.
filled as (
    select
        received.client_invoice_id,
        greatest({{ days_between('received.due_on', 'received.paid_on') }}, 0) as days_late,
        least(received.amount_after, received.due_amount)
        - least(received.amount_after - received.amount, received.due_amount) as amount
    from received
),

paid as (
    select
        filled.client_invoice_id,
        sum(filled.amount) as paid_amount,
        sum(case when filled.days_late = 0 then filled.amount else 0 end) as paid_in_time_amount,
        sum(filled.amount * filled.days_late) as late_amount_days
    from filled
    group by filled.client_invoice_id
)

select
    due.client_invoice_id,
    due.due_on,
    due.due_amount,
    cast(coalesce(paid.paid_amount, 0) as decimal(28,6)) as paid_amount,
    cast(coalesce(paid.paid_in_time_amount, 0) as decimal(28,6)) as paid_in_time_amount,
    cast(due.due_amount - coalesce(paid.paid_amount, 0) as decimal(28,6)) as unpaid_amount,
    -- What is unpaid is late to as_of.
    cast(
        coalesce(paid.late_amount_days, 0)
        + (due.due_amount - coalesce(paid.paid_amount, 0)) * greatest({{ days_between('due.due_on', 'run.as_of_on') }}, 0)
        as decimal(28,6)
    ) as late_amount_days,
    coalesce(due.due_on <= run.as_of_on, false) and due.due_amount > 0 as is_due,
    coalesce(due.due_on < run.as_of_on, false) as is_past_due
from due
cross join run
left join paid on paid.client_invoice_id = due.client_invoice_id
