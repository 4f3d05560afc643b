with observations as (
    select
        invoices.client_id as party_id,
        invoices.invoiced_on as observed_on,
        invoices.reporting_net_amount as numerator,
        cast(null as decimal(28,6)) as denominator,
        0 as open_count,
        true as is_final
    from {{ ref('fct_client_invoices') }} as invoices
)

{{- kpi_figures(zero_filled=true) }}
