with observations as (
    select
        innovations.supplier_id as party_id,
        innovations.category,
        innovations.business_unit_id as business_unit,
        innovations.decided_on as observed_on,
        -- A proposal without a value counts and adds 0; one in a currency without a rate is unknown.
        case when innovations.proposed_amount is null then 0 else innovations.reporting_amount end as numerator,
        cast(null as decimal(28,6)) as denominator,
        0 as open_count,
        true as is_final
    from {{ ref('fct_innovations') }} as innovations
    where innovations.status = 'accepted' and innovations.decided_on is not null
)

{{- kpi_figures(zero_filled=true, by_main_category=true) }}
