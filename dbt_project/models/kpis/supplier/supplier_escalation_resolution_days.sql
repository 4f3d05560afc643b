with observations as (
    select
        escalations.supplier_id as party_id,
        cast(null as varchar) as category,
        cast(null as varchar) as business_unit,
        escalations.closed_on as observed_on,
        escalations.resolution_seconds as numerator,
        1 as denominator,
        0 as open_count,
        true as is_final
    from {{ ref('fct_escalations') }} as escalations
    where escalations.party_type = 'supplier' and escalations.closed_at is not null
)

{{- kpi_figures(by_main_category=true) }}
