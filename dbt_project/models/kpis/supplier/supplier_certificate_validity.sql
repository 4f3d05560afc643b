with observations as (
    select
        required.supplier_id as party_id,
        cast(null as varchar) as category,
        cast(null as varchar) as business_unit,
        required.stock_on as observed_on,
        case when required.is_valid then 1 else 0 end as numerator,
        1 as denominator,
        0 as open_count,
        true as is_final
    from {{ ref('int_required_certificates') }} as required
)

{{- kpi_figures(by_main_category=true) }}
