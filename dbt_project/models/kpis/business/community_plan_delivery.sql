with observations as (
    select
        engagements.business_unit_id as business_unit,
        engagements.planned_on as observed_on,
        case when engagements.held_on is not null then 1 else 0 end as numerator,
        1 as denominator,
        0 as open_count,
        true as is_final
    from {{ ref('fct_community_engagements') }} as engagements
    where engagements.planned_on is not null
)

{{- kpi_figures() }}
