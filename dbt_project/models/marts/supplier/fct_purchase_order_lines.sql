with run as (
    {{ run_parameters() }}
),

lines as (
    select
        orders.purchase_order_line_id,
        orders.source_system,
        orders.source_instance,
        orders.native_id,
        coalesce(members.supplier_id, 'unknown') as supplier_id,
        coalesce(orders.category, 'unknown') as category,
        coalesce(orders.business_unit, 'unknown') as business_unit_id,
        orders.order_id,
        orders.order_number,
        orders.line_number,
        orders.supplier_contract_id,
        orders.item,
        orders.country,
        orders.shipment_mode,
        orders.ordered_on,
        orders.quantity,
        orders.unit_of_measure,
        coalesce(orders.unit_price, {{ divide('orders.line_amount', 'orders.quantity') }}) as unit_price,
        orders.line_amount,
        orders.currency,
        orders.status,
        completions.completed_on
    from {{ ref('core_purchase_order_line') }} as orders
    cross join run
    left join {{ ref('idn_supplier_members') }} as members on members.member_id = orders.supplier_id
    left join {{ ref('int_order_line_completions') }} as completions
        on completions.purchase_order_line_id = orders.purchase_order_line_id
    where
        not coalesce(orders.is_deleted, false)
        and coalesce(orders.is_counted_status, true)
        and (orders.ordered_on <= run.as_of_on or orders.ordered_on is null)
        and (orders.created_at <= run.as_of or orders.created_at is null)
)

select
    lines.purchase_order_line_id,
    lines.source_system,
    lines.source_instance,
    lines.native_id,
    suppliers.supplier_key,
    lines.supplier_id,
    units.business_unit_key,
    lines.business_unit_id,
    lines.category,
    lines.order_id,
    lines.order_number,
    lines.line_number,
    lines.supplier_contract_id,
    lines.item,
    lines.country,
    lines.shipment_mode,
    lines.ordered_on,
    lines.quantity,
    lines.unit_of_measure,
    lines.unit_price,
    {{ reporting_amount('lines.unit_price', 'lines.currency', 'rates') }} as reporting_unit_price,
    lines.line_amount,
    lines.currency,
    {{ reporting_amount('lines.line_amount', 'lines.currency', 'rates') }} as reporting_line_amount,
    lines.status,
    lines.completed_on
from lines
inner join {{ ref('dim_suppliers') }} as suppliers on suppliers.supplier_id = lines.supplier_id
inner join {{ ref('dim_business_units') }} as units on units.business_unit_id = lines.business_unit_id
left join {{ ref('int_fx_rate_spans') }} as rates on {{ fx_rate_join('rates', 'lines.currency', 'lines.ordered_on') }}
