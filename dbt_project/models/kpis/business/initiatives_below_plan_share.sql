with observations as (
    select
        benefits.business_unit_id as business_unit,
        benefits.stock_on as observed_on,
        case when benefits.is_below_plan then 1 else 0 end as numerator,
        1 as denominator,
        0 as open_count,
        true as is_final
    from {{ ref('int_benefits_to_date') }} as benefits
    where benefits.has_plan and benefits.is_running
)

{{- kpi_figures() }}
