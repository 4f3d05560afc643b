with observations as (
    select
        benefits.business_unit_id as business_unit,
        benefits.stock_on as observed_on,
        benefits.reporting_realised_amount as numerator,
        -- Without a plan to date, what was realised adds to the sums of others.
        nullif(benefits.reporting_planned_amount, 0) as denominator,
        0 as open_count,
        true as is_final
    from {{ ref('int_benefits_to_date') }} as benefits
    where benefits.is_known and (benefits.reporting_planned_amount <> 0 or benefits.reporting_realised_amount <> 0)
)

{{- kpi_figures() }}
