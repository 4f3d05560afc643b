with observations as (
    select
        mrr.client_id as party_id,
        mrr.stock_on as observed_on,
        mrr.reporting_annual_amount as numerator,
        cast(null as decimal(28,6)) as denominator,
        case when mrr.is_pending then 1 else 0 end as open_count,
        not mrr.is_pending as is_final
    from {{ ref('int_client_mrr') }} as mrr
)

{{- kpi_figures(zero_filled=true) }}
