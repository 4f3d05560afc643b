with observations as (
    select
        demand.business_unit_id as business_unit,
        demand.decided_on as observed_on,
        case
            when
                demand.is_reframed
                and demand.status = 'approved'
                and demand.reporting_amount > {{ var('low_value_threshold') }}
                then 1
            else 0
        end as numerator,
        1 as denominator,
        0 as open_count,
        true as is_final
    from {{ ref('int_demand') }} as demand
    where demand.is_decided and demand.first_reporting_amount < {{ var('low_value_threshold') }}
)

{{- kpi_figures() }}
