{%- set late_days = 7 -%}

-- One action an order and category: that is what somebody calls the supplier about.
with late as (
    select
        lines.supplier_id,
        orders.order_id,
        lines.category,
        min(lines.order_number) as order_number,
        min(lines.due_on) as due_on,
        max(lines.late_days) as late_days,
        count(*) as late_lines,
        case
            when count(*) filter (where lines.open_amount <> 0 and lines.reporting_open_amount is null) = 0
                then cast(sum(lines.reporting_open_amount) as decimal(28,6))
        end as reporting_open_amount,
        {{ text_list('lines.schedule_line_id') }} as row_keys
    from {{ ref('open_order_lines') }} as lines
    inner join {{ ref('fct_purchase_order_lines') }} as orders
        on orders.purchase_order_line_id = lines.purchase_order_line_id
    where lines.first_promised_on is not null and lines.late_days >= {{ late_days }}
    group by lines.supplier_id, orders.order_id, lines.category
)

select
    'delivery_late' as rule_id,
    late.order_id || coalesce('@' || late.category, '') as subject_id,
    'supplier' as party_type,
    late.supplier_id as party_id,
    coalesce(managers.manager, stakes.owner_id) as owner_id,
    {{ add_days('late.due_on', late_days) }} as due_on,
    late.reporting_open_amount as reporting_value_amount,
    'Order ' || coalesce(late.order_number, late.order_id) || ': promised deliveries late: '
    || cast(late.late_lines as varchar) || ', by up to ' || cast(late.late_days as varchar) || ' days' as reason,
    'open_order_lines' as rows_of,
    late.row_keys
from late
inner join {{ ref('int_supplier_stakes') }} as stakes on stakes.supplier_id = late.supplier_id
left join {{ ref('int_category_managers') }} as managers on managers.category = late.category
