with observations as (
    select
        prices.supplier_id as party_id,
        prices.category,
        prices.business_unit_id as business_unit,
        prices.invoiced_on as observed_on,
        prices.reporting_paid_amount - prices.reporting_agreed_amount as numerator,
        prices.reporting_agreed_amount as denominator,
        0 as open_count,
        true as is_final
    from {{ ref('int_price_comparisons') }} as prices
)

{{- kpi_figures() }}
