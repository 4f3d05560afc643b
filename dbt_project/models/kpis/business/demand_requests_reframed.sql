with observations as (
    select
        requests.business_unit_id as business_unit,
        {{ reporting_date('requests.decided_at') }} as observed_on,
        1 as numerator,
        cast(null as decimal(28,6)) as denominator,
        0 as open_count,
        true as is_final
    from {{ ref('fct_demand_requests') }} as requests
    where requests.status = 'reframed' and requests.decided_at is not null
)

{{- kpi_figures(zero_filled=true) }}
