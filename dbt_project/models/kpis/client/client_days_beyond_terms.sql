with observations as (
    select
        invoices.client_id as party_id,
        settlements.due_on as observed_on,
        {{ reporting_amount('settlements.late_amount_days', 'invoices.currency', 'rates') }} as numerator,
        {{ reporting_amount('settlements.due_amount', 'invoices.currency', 'rates') }} as denominator,
        0 as open_count,
        settlements.unpaid_amount = 0 as is_final
    from {{ ref('int_client_invoice_settlements') }} as settlements
    inner join {{ ref('fct_client_invoices') }} as invoices
        on invoices.client_invoice_id = settlements.client_invoice_id
    left join {{ ref('int_fx_rate_spans') }} as rates
        on {{ fx_rate_join('rates', 'invoices.currency', 'invoices.invoiced_on') }}
    where settlements.is_due and invoices.reporting_net_amount is not null
)

{{- kpi_figures() }}
