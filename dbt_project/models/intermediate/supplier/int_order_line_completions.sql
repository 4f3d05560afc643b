with ordered as (
    select
        due.purchase_order_line_id,
        sum(due.quantity) as quantity
    from {{ ref('int_schedule_lines_due') }} as due
    group by due.purchase_order_line_id
),

received as (
    select
        allocations.purchase_order_line_id,
        sum(allocations.quantity) as quantity,
        max(allocations.received_on) as last_received_on
    from {{ ref('int_receipt_allocations') }} as allocations
    group by allocations.purchase_order_line_id
)

select
    ordered.purchase_order_line_id,
    received.last_received_on as completed_on
from ordered
inner join received on received.purchase_order_line_id = ordered.purchase_order_line_id
where received.quantity >= ordered.quantity
