with lines as (
    select
        lines.purchase_order_line_id
    from {{ ref('core_purchase_order_line') }} as lines
    where
        coalesce(lines.status, 'open') <> 'cancelled'
        and coalesce(lines.is_counted_status, true)
        and not coalesce(lines.is_deleted, false)
),

due as (
    select
        schedules.schedule_line_id,
        schedules.purchase_order_line_id,
        schedules.quantity,
        {%- if var('otd_date_basis') == 'requested' %}
        schedules.requested_on as due_on
        {%- else %}
        coalesce(schedules.{{ var('otd_date_basis') }}_on, schedules.requested_on) as due_on
        {%- endif %}
    from {{ ref('core_schedule_line') }} as schedules
    inner join lines on lines.purchase_order_line_id = schedules.purchase_order_line_id
    where schedules.quantity > 0
),

stacked as (
    select
        due.schedule_line_id,
        due.purchase_order_line_id,
        due.quantity,
        due.due_on,
        cast(sum(due.quantity) over (
            partition by due.purchase_order_line_id
            order by due.due_on nulls last, due.schedule_line_id
            rows between unbounded preceding and current row
        ) as decimal(28,6)) as level_to
    from due
)

select
    stacked.schedule_line_id,
    stacked.purchase_order_line_id,
    stacked.due_on,
    stacked.quantity,
    cast(stacked.level_to - stacked.quantity as decimal(28,6)) as level_from,
    stacked.level_to
from stacked
