-- Quantity times native price is exact money; a price converted first would lose digits that large quantities bring back.
with valued as (
    select
        lines.supplier_id,
        lines.category,
        lines.business_unit_id,
        lines.shipment_mode,
        lines.country,
        lines.currency,
        lines.ordered_on,
        deliveries.due_on,
        cast(deliveries.on_time_quantity * cast(lines.unit_price as decimal(18,6)) as decimal(28,6)) as on_time_amount,
        cast(deliveries.quantity * cast(lines.unit_price as decimal(18,6)) as decimal(28,6)) as due_amount,
        deliveries.is_received_in_full,
        deliveries.is_final
    from {{ ref('int_schedule_line_deliveries') }} as deliveries
    inner join {{ ref('fct_purchase_order_lines') }} as lines
        on lines.purchase_order_line_id = deliveries.purchase_order_line_id
),

converted as (
    select
        valued.supplier_id,
        valued.category,
        valued.business_unit_id,
        valued.shipment_mode,
        valued.country,
        valued.due_on,
        {{ reporting_amount('valued.on_time_amount', 'valued.currency', 'rates') }} as on_time_amount,
        {{ reporting_amount('valued.due_amount', 'valued.currency', 'rates') }} as due_amount,
        valued.is_received_in_full,
        valued.is_final
    from valued
    left join {{ ref('int_fx_rate_spans') }} as rates on {{ fx_rate_join('rates', 'valued.currency', 'valued.ordered_on') }}
),

observations as (
    select
        converted.supplier_id as party_id,
        converted.category,
        converted.business_unit_id as business_unit,
        converted.due_on as observed_on,
        converted.on_time_amount as numerator,
        converted.due_amount as denominator,
        case when converted.is_received_in_full then 0 else 1 end as open_count,
        converted.is_final,
        converted.shipment_mode as mode,
        converted.country
    from converted
    -- A line of unknown price is no observation.
    where converted.due_amount is not null
)

{{- kpi_figures() }}
