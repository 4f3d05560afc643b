with run as (
    {{ run_parameters() }}
),

-- An invoice as a whole counts in the category and unit of its first line.
first_lines as (
    select
        lines.supplier_invoice_id,
        lines.supplier_id,
        lines.category,
        lines.business_unit_id,
        row_number() over (
            partition by lines.supplier_invoice_id
            order by lines.line_number asc, lines.supplier_invoice_line_id asc
        ) as place
    from {{ ref('fct_supplier_invoices') }} as lines
),

paid as (
    select
        invoices.supplier_invoice_id,
        sum(payments.amount) as amount
    from {{ ref('core_supplier_invoice') }} as invoices
    inner join {{ ref('core_supplier_payment') }} as payments
        on payments.supplier_invoice_id = invoices.supplier_invoice_id
        and payments.paid_on <= invoices.due_on
    where not coalesce(payments.is_deleted, false)
    group by invoices.supplier_invoice_id
),

due as (
    select
        invoices.supplier_invoice_id,
        invoices.supplier_id as source_supplier_id,
        invoices.invoiced_on,
        invoices.due_on,
        invoices.currency,
        invoices.gross_amount,
        -- What is paid beyond the invoice pays nothing of another.
        cast(least(invoices.gross_amount, coalesce(paid.amount, 0)) as decimal(28,6)) as paid_in_time_amount,
        run.as_of_on > invoices.due_on as is_final
    from {{ ref('core_supplier_invoice') }} as invoices
    left join paid on paid.supplier_invoice_id = invoices.supplier_invoice_id
    cross join run
    where
        invoices.kind = 'invoice'
        and coalesce(invoices.is_counted_status, true)
        and invoices.due_on <= run.as_of_on
        and invoices.invoiced_on <= run.as_of_on
        and (invoices.posted_on <= run.as_of_on or invoices.posted_on is null)
)

select
    due.supplier_invoice_id,
    coalesce(first_lines.supplier_id, members.supplier_id, 'unknown') as supplier_id,
    first_lines.category,
    first_lines.business_unit_id,
    due.invoiced_on,
    due.due_on,
    due.currency,
    due.gross_amount,
    due.paid_in_time_amount,
    {{ reporting_amount('due.gross_amount', 'due.currency', 'rates') }} as reporting_gross_amount,
    {{ reporting_amount('due.paid_in_time_amount', 'due.currency', 'rates') }} as reporting_paid_in_time_amount,
    due.is_final
from due
left join first_lines on first_lines.supplier_invoice_id = due.supplier_invoice_id and first_lines.place = 1
left join {{ ref('idn_supplier_members') }} as members on members.member_id = due.source_supplier_id
left join {{ ref('int_fx_rate_spans') }} as rates on {{ fx_rate_join('rates', 'due.currency', 'due.invoiced_on') }}
