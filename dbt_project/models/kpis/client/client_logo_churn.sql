with observations as (
    select
        cohorts.client_id as party_id,
        cohorts.month_start as observed_on,
        cohorts.period_grain,
        case when cohorts.is_closing then 0 else 1 end as numerator,
        1 as denominator,
        0 as open_count,
        cohorts.is_final
    from {{ ref('int_client_mrr_cohorts') }} as cohorts
    where cohorts.is_opening
)

{{- kpi_figures() }}
