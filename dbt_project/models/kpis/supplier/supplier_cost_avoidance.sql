with observations as (
    select
        savings.supplier_id as party_id,
        savings.category,
        savings.business_unit_id as business_unit,
        savings.received_on as observed_on,
        savings.reporting_saving_amount as numerator,
        cast(null as decimal(28,6)) as denominator,
        0 as open_count,
        true as is_final
    from {{ ref('fct_savings') }} as savings
    where savings.kind = 'avoidance'
)

{{- kpi_figures(zero_filled=true, by_main_category=true) }}
