{{ config(materialized='view') }}

with order_statuses as (
    {{ value_map('coupa', 'order_status') }}
),

line_statuses as (
    {{ value_map('coupa', 'order_line_status') }}
)

select
    order_lines.source_instance,
    cast(order_lines.purchase_order_line_id as varchar) as native_id,
    cast(order_lines.purchase_order_id as varchar) as order_native_id,
    orders.order_number,
    order_lines.line_number,
    cast(orders.supplier_id as varchar) as supplier_native_id,
    cast(order_lines.contract_id as varchar) as supplier_contract_native_id,
    order_lines.chart_of_accounts as buying_company,
    orders.department as business_unit,
    order_lines.commodity as category,
    order_lines.item,
    orders.ship_to_country as country,
    cast(null as varchar) as shipment_mode,
    orders.ordered_on,
    cast(orders.ordered_on as timestamp) as created_at,
    order_lines.quantity,
    order_lines.unit_of_measure,
    order_lines.unit_price,
    order_lines.total_amount as line_amount,
    coalesce(order_lines.line_currency, orders.currency) as currency,
    coalesce(orders.status_code, '') || '/' || coalesce(order_lines.status_code, '') as status_code,
    -- A cancelled order cancels its lines, whatever they still say.
    case
        when order_statuses.canonical_value = 'cancelled' then order_statuses.canonical_value
        else {{ mapped('order_lines.status_code', 'line_statuses') }}
    end as status,
    order_statuses.canonical_value <> 'not_placed' as is_counted_status,
    false as is_deleted
from {{ ref('stg_coupa__purchase_order_lines') }} as order_lines
inner join {{ ref('stg_coupa__purchase_orders') }} as orders
    on
        order_lines.source_instance = orders.source_instance
        and order_lines.purchase_order_id = orders.purchase_order_id
left join order_statuses on orders.status_code = order_statuses.source_value
left join line_statuses on order_lines.status_code = line_statuses.source_value
