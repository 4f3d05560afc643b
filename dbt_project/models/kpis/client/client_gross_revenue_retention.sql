with observations as (
    select
        cohorts.client_id as party_id,
        cohorts.month_start as observed_on,
        cohorts.period_grain,
        least(cohorts.opening_annual_amount, cohorts.closing_annual_amount) as numerator,
        cohorts.opening_annual_amount as denominator,
        0 as open_count,
        cohorts.is_final
    from {{ ref('int_client_mrr_cohorts') }} as cohorts
    where cohorts.is_opening and cohorts.opening_annual_amount <> 0
)

{{- kpi_figures() }}
