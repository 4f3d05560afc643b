with observations as (
    select
        orders.supplier_id as party_id,
        orders.category,
        orders.business_unit_id as business_unit,
        orders.last_due_on as observed_on,
        case when orders.is_perfect then 1 else 0 end as numerator,
        1 as denominator,
        case when orders.is_received_in_full then 0 else 1 end as open_count,
        orders.is_final
    from {{ ref('int_order_outcomes') }} as orders
)

{{- kpi_figures() }}
