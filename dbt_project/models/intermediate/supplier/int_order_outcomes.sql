with run as (
    {{ run_parameters() }}
),

due as (
    select
        coalesce(lines.order_id, lines.purchase_order_line_id) as order_id,
        lines.purchase_order_line_id,
        lines.supplier_id,
        lines.category,
        lines.business_unit_id,
        lpad(coalesce(lines.line_number, ''), 20, '0') || ' ' || lines.purchase_order_line_id as place,
        coalesce(due.due_on, date '9999-12-31') as due_on,
        coalesce(deliveries.is_on_time_in_full, false) as is_on_time_in_full,
        coalesce(deliveries.is_received_in_full, false) as is_received_in_full,
        coalesce(deliveries.is_final, false) as is_final
    from {{ ref('int_schedule_lines_due') }} as due
    inner join {{ ref('fct_purchase_order_lines') }} as lines
        on lines.purchase_order_line_id = due.purchase_order_line_id
    left join {{ ref('int_schedule_line_deliveries') }} as deliveries
        on deliveries.schedule_line_id = due.schedule_line_id
),

rejected as (
    select outcomes.purchase_order_line_id
    from {{ ref('int_receipt_outcomes') }} as outcomes
    where outcomes.rejected_quantity > 0
    group by outcomes.purchase_order_line_id
),

-- Invoices of all its lines must match, those by amount and of cancelled lines included.
unmatched as (
    select coalesce(lines.order_id, lines.purchase_order_line_id) as order_id
    from {{ ref('int_invoice_line_matches') }} as matches
    inner join {{ ref('fct_purchase_order_lines') }} as lines
        on lines.purchase_order_line_id = matches.purchase_order_line_id
    where not matches.is_matched
    group by coalesce(lines.order_id, lines.purchase_order_line_id)
),

orders as (
    select
        due.order_id,
        min_by(due.supplier_id, due.place) as supplier_id,
        min_by(due.category, due.place) as category,
        min_by(due.business_unit_id, due.place) as business_unit_id,
        max(due.due_on) as last_due_on,
        bool_and(due.is_on_time_in_full) as is_on_time_in_full,
        bool_and(due.is_received_in_full) as is_received_in_full,
        count(rejected.purchase_order_line_id) > 0 as is_rejected,
        bool_and(due.is_final) as is_final
    from due
    left join rejected on rejected.purchase_order_line_id = due.purchase_order_line_id
    group by due.order_id
)

select
    orders.order_id,
    orders.supplier_id,
    orders.category,
    orders.business_unit_id,
    orders.last_due_on,
    orders.is_on_time_in_full,
    orders.is_received_in_full,
    orders.is_on_time_in_full and not orders.is_rejected and unmatched.order_id is null as is_perfect,
    orders.is_final
from orders
left join unmatched on unmatched.order_id = orders.order_id
cross join run
where orders.last_due_on <= run.as_of_on
