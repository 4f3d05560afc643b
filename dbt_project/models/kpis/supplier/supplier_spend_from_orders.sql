with observations as (
    select
        spend.supplier_id as party_id,
        spend.category,
        spend.business_unit,
        spend.spent_on as observed_on,
        spend.reporting_amount as numerator,
        cast(null as decimal(28,6)) as denominator,
        0 as open_count,
        true as is_final
    from {{ ref('int_spend_lines') }} as spend
    where spend.is_from_order
)

{{- kpi_figures(zero_filled=true) }}
