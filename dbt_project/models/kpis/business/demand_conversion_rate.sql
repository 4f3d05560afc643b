with observations as (
    select
        demand.business_unit_id as business_unit,
        demand.decided_on as observed_on,
        case when demand.status = 'approved' then 1 else 0 end as numerator,
        1 as denominator,
        0 as open_count,
        true as is_final
    from {{ ref('int_demand') }} as demand
    where demand.is_decided
)

{{- kpi_figures() }}
