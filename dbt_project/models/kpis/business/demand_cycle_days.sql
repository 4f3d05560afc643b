with observations as (
    select
        demand.business_unit_id as business_unit,
        demand.decided_on as observed_on,
        demand.cycle_seconds as numerator,
        cast(null as decimal(28,6)) as denominator,
        0 as open_count,
        true as is_final
    from {{ ref('int_demand') }} as demand
    where demand.is_decided
)

{{- kpi_figures() }}
