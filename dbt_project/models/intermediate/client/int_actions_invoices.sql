{%- set overdue_days = 30 -%}

with run as (
    {{ run_parameters() }}
),

overdue as (
    select
        invoices.client_invoice_id,
        invoices.client_id,
        invoices.invoice_number,
        invoices.due_on,
        {{ days_between('invoices.due_on', 'run.as_of_on') }} as days_overdue,
        invoices.unpaid_amount,
        invoices.currency,
        {{ reporting_amount('invoices.unpaid_amount', 'invoices.currency', 'rates') }} as reporting_unpaid_amount
    from {{ ref('fct_client_invoices') }} as invoices
    inner join run on invoices.due_on < run.as_of_on
    left join {{ ref('int_fx_rate_spans') }} as rates
        on {{ fx_rate_join('rates', 'invoices.currency', 'run.as_of_on') }}
    where invoices.unpaid_amount > 0
)

-- A hundredth of what the client is worth a year does not wait for thirty days.
select
    'invoice_overdue' as rule_id,
    overdue.client_invoice_id as subject_id,
    'client' as party_type,
    overdue.client_id as party_id,
    clients.relationship_manager_id as owner_id,
    {{ add_days('overdue.due_on', overdue_days) }} as due_on,
    overdue.reporting_unpaid_amount as reporting_value_amount,
    'Invoice ' || coalesce(overdue.invoice_number, overdue.client_invoice_id) || ' is ' || cast(overdue.days_overdue as varchar)
    || ' days overdue with ' || cast(cast(overdue.unpaid_amount as decimal(28,2)) as varchar) || ' ' || overdue.currency || ' unpaid' as reason,
    'fct_client_invoices' as rows_of,
    overdue.client_invoice_id as row_keys
from overdue
inner join {{ ref('dim_clients') }} as clients on clients.client_id = overdue.client_id
left join {{ ref('int_client_annual_values') }} as annual on annual.client_id = overdue.client_id
where
    overdue.days_overdue >= {{ overdue_days }}
    or (annual.reporting_annual_amount > 0 and overdue.reporting_unpaid_amount * 100 >= annual.reporting_annual_amount)
