with observations as (
    select
        escalations.supplier_id as party_id,
        cast(null as varchar) as category,
        cast(null as varchar) as business_unit,
        {{ reporting_date('escalations.closed_at') }} as observed_on,
        {{ seconds_between('escalations.opened_at', 'escalations.closed_at') }} as numerator,
        1 as denominator,
        0 as open_count,
        true as is_final
    from {{ ref('int_supplier_escalations') }} as escalations
    where escalations.closed_at is not null
)

{{- kpi_figures(by_main_category=true) }}
