with observations as (
    select
        lines.supplier_id as party_id,
        lines.category,
        lines.business_unit_id as business_unit,
        deliveries.due_on as observed_on,
        deliveries.on_time_quantity * cast(lines.reporting_unit_price as decimal(18,6)) as numerator,
        deliveries.quantity * cast(lines.reporting_unit_price as decimal(18,6)) as denominator,
        case when deliveries.is_received_in_full then 0 else 1 end as open_count,
        deliveries.is_final,
        lines.shipment_mode as mode,
        lines.country
    from {{ ref('int_schedule_line_deliveries') }} as deliveries
    inner join {{ ref('fct_purchase_order_lines') }} as lines
        on lines.purchase_order_line_id = deliveries.purchase_order_line_id
    -- A line of unknown price is no observation.
    where lines.reporting_unit_price is not null
)

{{- kpi_figures() }}
