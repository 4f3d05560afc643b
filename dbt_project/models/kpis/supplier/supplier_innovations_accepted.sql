with observations as (
    select
        innovations.supplier_id as party_id,
        innovations.category,
        innovations.business_unit_id as business_unit,
        innovations.decided_on as observed_on,
        1 as numerator,
        cast(null as bigint) as denominator,
        0 as open_count,
        true as is_final
    from {{ ref('fct_innovations') }} as innovations
    where innovations.status = 'accepted' and innovations.decided_on is not null
)

{{- kpi_figures(zero_filled=true, by_main_category=true) }}
