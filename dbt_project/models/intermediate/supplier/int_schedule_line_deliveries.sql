with run as (
    {{ run_parameters() }}
),

due as (
    select
        due.schedule_line_id,
        due.purchase_order_line_id,
        due.due_on,
        due.quantity,
        {{ add_days('due.due_on', var('otd_tolerance_days')) }} as latest_on
        {%- if var('otd_early_tolerance_days') is not none %},
        {{ add_days('due.due_on', '-' ~ var('otd_early_tolerance_days')) }} as earliest_on
        {%- endif %}
    from {{ ref('int_schedule_lines_due') }} as due
),

delivered as (
    select
        due.schedule_line_id,
        sum(allocations.quantity) as received_quantity,
        sum(allocations.quantity) filter (
            where allocations.received_on <= due.latest_on
            {%- if var('otd_early_tolerance_days') is not none %}
            and allocations.received_on >= due.earliest_on
            {%- endif %}
        ) as on_time_quantity,
        max(allocations.received_on) as last_received_on
    from due
    inner join {{ ref('int_receipt_allocations') }} as allocations on allocations.schedule_line_id = due.schedule_line_id
    group by due.schedule_line_id
)

select
    due.schedule_line_id,
    due.purchase_order_line_id,
    due.due_on,
    due.quantity,
    cast(coalesce(delivered.received_quantity, 0) as decimal(28,6)) as received_quantity,
    cast(coalesce(delivered.on_time_quantity, 0) as decimal(28,6)) as on_time_quantity,
    delivered.last_received_on,
    coalesce(delivered.received_quantity, 0) >= due.quantity as is_received_in_full,
    coalesce(delivered.on_time_quantity, 0) >= due.quantity as is_on_time_in_full,
    run.as_of_on > due.latest_on as is_final
from due
left join delivered on delivered.schedule_line_id = due.schedule_line_id
cross join run
where due.due_on <= run.as_of_on
