with run as (
    {{ run_parameters() }}
),

received as (
    select
        allocations.schedule_line_id,
        sum(allocations.quantity) as quantity
    from {{ ref('int_receipt_allocations') }} as allocations
    group by allocations.schedule_line_id
),

-- Nothing more is waited for on lines that were closed short.
open_lines as (
    select
        due.schedule_line_id,
        due.purchase_order_line_id,
        due.due_on,
        due.quantity,
        cast(due.quantity - coalesce(received.quantity, 0) as decimal(28,6)) as open_quantity
    from {{ ref('int_schedule_lines_due') }} as due
    left join received on received.schedule_line_id = due.schedule_line_id
    where coalesce(received.quantity, 0) < due.quantity
),

valued as (
    select
        open_lines.schedule_line_id,
        lines.source_system,
        lines.source_instance,
        lines.native_id,
        lines.purchase_order_line_id,
        lines.order_number,
        lines.line_number,
        lines.supplier_key,
        lines.supplier_id,
        lines.business_unit_key,
        lines.business_unit_id,
        lines.category,
        lines.item,
        lines.ordered_on,
        open_lines.due_on,
        schedules.requested_on,
        schedules.first_promised_on,
        schedules.latest_promised_on,
        open_lines.quantity,
        open_lines.open_quantity,
        lines.unit_of_measure,
        cast(open_lines.open_quantity * lines.unit_price as decimal(28,6)) as open_amount,
        lines.currency
    from open_lines
    inner join {{ ref('fct_purchase_order_lines') }} as lines
        on lines.purchase_order_line_id = open_lines.purchase_order_line_id
    inner join {{ ref('core_schedule_line') }} as schedules
        on schedules.schedule_line_id = open_lines.schedule_line_id
    where coalesce(lines.status, 'open') not in ('closed', 'cancelled')
)

select
    valued.schedule_line_id,
    valued.source_system,
    valued.source_instance,
    valued.native_id,
    valued.purchase_order_line_id,
    valued.order_number,
    valued.line_number,
    valued.supplier_key,
    valued.supplier_id,
    valued.business_unit_key,
    valued.business_unit_id,
    valued.category,
    valued.item,
    valued.ordered_on,
    valued.due_on,
    valued.requested_on,
    valued.first_promised_on,
    valued.latest_promised_on,
    cast({{ days_between('valued.first_promised_on', 'valued.latest_promised_on') }} as bigint) as slip_days,
    cast(greatest({{ days_between('valued.due_on', 'run.as_of_on') }}, 0) as bigint) as late_days,
    valued.quantity,
    valued.open_quantity,
    valued.unit_of_measure,
    valued.open_amount,
    valued.currency,
    {{ reporting_amount('valued.open_amount', 'valued.currency', 'rates') }} as reporting_open_amount
from valued
cross join run
left join {{ ref('int_fx_rate_spans') }} as rates on {{ fx_rate_join('rates', 'valued.currency', 'valued.ordered_on') }}
