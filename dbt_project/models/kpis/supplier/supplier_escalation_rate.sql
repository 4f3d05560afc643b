with observations as (
    select
        escalations.supplier_id as party_id,
        cast(null as varchar) as category,
        cast(null as varchar) as business_unit,
        escalations.opened_on as observed_on,
        1 as numerator,
        cast(null as integer) as denominator,
        0 as open_count,
        true as is_final
    from {{ ref('fct_escalations') }} as escalations
    where escalations.party_type = 'supplier'
    union all
    select
        orders.supplier_id as party_id,
        orders.category,
        orders.business_unit_id as business_unit,
        orders.ordered_on as observed_on,
        0 as numerator,
        1 as denominator,
        0 as open_count,
        true as is_final
    from {{ ref('int_orders') }} as orders
    where orders.ordered_on is not null
)

{{- kpi_figures(by_main_category=true) }}
