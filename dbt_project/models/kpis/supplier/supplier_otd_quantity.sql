with observations as (
    select
        lines.supplier_id as party_id,
        lines.category,
        lines.business_unit_id as business_unit,
        deliveries.due_on as observed_on,
        deliveries.on_time_quantity as numerator,
        deliveries.quantity as denominator,
        case when deliveries.is_received_in_full then 0 else 1 end as open_count,
        deliveries.is_final,
        lines.shipment_mode as mode,
        lines.country,
        coalesce(lines.unit_of_measure, 'unknown') as unit_of_measure
    from {{ ref('int_schedule_line_deliveries') }} as deliveries
    inner join {{ ref('fct_purchase_order_lines') }} as lines
        on lines.purchase_order_line_id = deliveries.purchase_order_line_id
)

{{- kpi_figures() }}
