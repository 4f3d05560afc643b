with observations as (
    select
        escalations.supplier_id as party_id,
        cast(null as varchar) as category,
        cast(null as varchar) as business_unit,
        escalations.opened_on as observed_on,
        1 as numerator,
        cast(null as bigint) as denominator,
        0 as open_count,
        true as is_final
    from {{ ref('fct_escalations') }} as escalations
    where escalations.party_type = 'supplier'
)

{{- kpi_figures(zero_filled=true, by_main_category=true) }}
