with observations as (
    -- Receivables at the rate of the period's end.
    select
        receivables.client_id as party_id,
        months.stock_on as observed_on,
        {{ reporting_amount('receivables.open_amount', 'receivables.currency', 'rates') }} as numerator,
        cast(null as decimal(28,6)) as denominator,
        0 as open_count,
        true as is_final
    from {{ ref('int_client_receivable_spans') }} as receivables
    inner join {{ ref('int_months') }} as months
        on
            receivables.started_at <= months.stock_at
            and coalesce(receivables.ended_at > months.stock_at, true)
    left join {{ ref('int_fx_rate_spans') }} as rates
        on {{ fx_rate_join('rates', 'receivables.currency', 'months.stock_on') }}
    union all
    -- What was invoiced in the 90 days to it, at the invoices' own rates.
    select
        invoices.client_id as party_id,
        months.stock_on as observed_on,
        0 as numerator,
        invoices.reporting_gross_amount as denominator,
        0 as open_count,
        true as is_final
    from {{ ref('fct_client_invoices') }} as invoices
    inner join {{ ref('int_months') }} as months
        on
            invoices.invoiced_on <= months.stock_on
            and invoices.invoiced_on > {{ add_days('months.stock_on', -90) }}
)

{{- kpi_figures() }}
