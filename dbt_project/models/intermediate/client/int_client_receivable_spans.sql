with movements as (
    select
        documents.invoice_id,
        documents.invoiced_at as moved_at,
        documents.gross_amount as amount
    from {{ ref('int_client_documents') }} as documents
    union all
    select
        payments.client_invoice_id as invoice_id,
        payments.paid_at as moved_at,
        -payments.amount as amount
    from {{ ref('int_client_payments') }} as payments
),

instants as (
    select
        movements.invoice_id,
        movements.moved_at,
        sum(movements.amount) as amount
    from movements
    group by movements.invoice_id, movements.moved_at
),

balances as (
    select
        instants.invoice_id,
        instants.moved_at as started_at,
        lead(instants.moved_at) over (partition by instants.invoice_id order by instants.moved_at) as ended_at,
        sum(instants.amount) over (
            partition by instants.invoice_id order by instants.moved_at rows between unbounded preceding and current row
        ) as amount
    from instants
)

-- An invoice that was paid or credited too much owes nothing.
select
    balances.invoice_id as client_invoice_id,
    invoices.client_id,
    greatest(balances.started_at, invoices.invoiced_at) as started_at,
    balances.ended_at,
    cast(balances.amount as decimal(28,6)) as open_amount,
    invoices.currency
from balances
inner join {{ ref('int_client_documents') }} as invoices on invoices.client_invoice_id = balances.invoice_id
where
    balances.amount > 0
    and invoices.kind = 'invoice'
    and coalesce(balances.ended_at > invoices.invoiced_at, true)
