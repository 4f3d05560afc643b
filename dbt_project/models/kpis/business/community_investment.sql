with observations as (
    select
        engagements.business_unit_id as business_unit,
        engagements.held_on as observed_on,
        engagements.reporting_spend_amount as numerator,
        cast(null as decimal(28,6)) as denominator,
        0 as open_count,
        true as is_final
    from {{ ref('fct_community_engagements') }} as engagements
    where engagements.held_on is not null
)

{{- kpi_figures(zero_filled=true) }}
