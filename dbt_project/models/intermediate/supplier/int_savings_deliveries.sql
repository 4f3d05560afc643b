with initiatives as (
    select
        initiatives.savings_initiative_id,
        members.supplier_id,
        initiatives.item,
        initiatives.unit_of_measure,
        initiatives.business_unit,
        initiatives.effective_on
    from {{ ref('core_savings_initiative') }} as initiatives
    inner join {{ ref('idn_supplier_members') }} as members on members.member_id = initiatives.supplier_id
),

deliveries as (
    select
        initiatives.savings_initiative_id,
        outcomes.receipt_id,
        outcomes.purchase_order_line_id,
        outcomes.received_on,
        cast(outcomes.quantity - outcomes.returned_quantity as decimal(28,6)) as kept_quantity,
        lines.unit_price as ordered_price,
        lines.currency as order_currency,
        min(outcomes.received_on) over (partition by initiatives.savings_initiative_id) as first_received_on
    from initiatives
    inner join {{ ref('fct_purchase_order_lines') }} as lines
        on lines.supplier_id = initiatives.supplier_id
        and lines.item = initiatives.item
        and lines.unit_of_measure = initiatives.unit_of_measure
        and lines.business_unit_id = initiatives.business_unit
        and lines.ordered_on >= initiatives.effective_on
    inner join {{ ref('int_receipt_outcomes') }} as outcomes
        on outcomes.purchase_order_line_id = lines.purchase_order_line_id
    where coalesce(lines.status, 'open') <> 'cancelled'
)

select
    deliveries.savings_initiative_id,
    deliveries.receipt_id,
    deliveries.purchase_order_line_id,
    deliveries.received_on,
    deliveries.kept_quantity,
    -- What the invoices of the order line came to for one unit, else the order's price.
    cast(
        coalesce(
            {{ divide('invoiced.net_amount * deliveries.kept_quantity', 'invoiced.quantity', scale=12) }},
            deliveries.ordered_price * deliveries.kept_quantity
        ) as decimal(28,12)
    ) as paid_amount,
    deliveries.order_currency
from deliveries
left join {{ ref('int_order_line_invoices') }} as invoiced
    on invoiced.purchase_order_line_id = deliveries.purchase_order_line_id
where deliveries.received_on < {{ add_months('deliveries.first_received_on', var('savings_months')) }}
