with observations as (
    select
        realisation.supplier_id as party_id,
        realisation.category,
        realisation.business_unit_id as business_unit,
        realisation.stock_on as observed_on,
        realisation.realised_amount as numerator,
        -- In shares of a month (denominator_divisor), so that nothing is rounded. Before the first whole month nothing is due.
        nullif(realisation.negotiated_amount * realisation.elapsed_months, 0) as denominator,
        0 as open_count,
        true as is_final
    from {{ ref('int_savings_realisation') }} as realisation
)

{{- kpi_figures(by_main_category=true) }}
