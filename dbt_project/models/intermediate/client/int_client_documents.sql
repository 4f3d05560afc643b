with run as (
    {{ run_parameters() }}
),

-- A credit note stands with the invoice that it credits, and by itself where that one is not known.
documents as (
    select
        documents.client_invoice_id,
        coalesce(invoices.client_invoice_id, documents.client_invoice_id) as invoice_id,
        coalesce(members.client_id, 'unknown') as client_id,
        documents.kind,
        documents.invoiced_at,
        {{ reporting_date('documents.invoiced_at') }} as invoiced_on,
        documents.due_on,
        case when documents.kind = 'credit_note' then -1 else 1 end as direction,
        documents.net_amount,
        documents.gross_amount,
        documents.currency
    from {{ ref('core_client_invoice') }} as documents
    cross join run
    left join {{ ref('idn_client_members') }} as members on members.member_id = documents.client_id
    left join {{ ref('core_client_invoice') }} as invoices
        on invoices.client_invoice_id = documents.credited_invoice_id and documents.kind = 'credit_note'
    where
        documents.is_counted_status
        and not coalesce(documents.is_deleted, false)
        and documents.invoiced_at <= run.as_of
        and (
            invoices.client_invoice_id is null
            or (
                invoices.is_counted_status
                and not coalesce(invoices.is_deleted, false)
                and invoices.invoiced_at <= run.as_of
            )
        )
)

select
    documents.client_invoice_id,
    documents.invoice_id,
    documents.client_id,
    documents.kind,
    documents.invoiced_at,
    documents.invoiced_on,
    documents.due_on,
    cast(documents.direction * documents.net_amount as decimal(28,6)) as net_amount,
    cast(documents.direction * documents.gross_amount as decimal(28,6)) as gross_amount,
    documents.currency,
    {{ reporting_amount('documents.direction * documents.net_amount', 'documents.currency', 'rates') }} as reporting_net_amount,
    {{ reporting_amount('documents.direction * documents.gross_amount', 'documents.currency', 'rates') }} as reporting_gross_amount
from documents
left join {{ ref('int_fx_rate_spans') }} as rates
    on {{ fx_rate_join('rates', 'documents.currency', 'documents.invoiced_on') }}
