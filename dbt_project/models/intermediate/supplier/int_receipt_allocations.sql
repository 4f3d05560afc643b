with run as (
    {{ run_parameters() }}
),

movements as (
    select
        receipts.purchase_order_line_id,
        receipts.receipt_id,
        receipts.received_on,
        case when receipts.kind = 'receipt' then 0 else 1 end as order_in_day,
        case when receipts.kind = 'receipt' then receipts.quantity else -receipts.quantity end as movement
    from {{ ref('core_receipt') }} as receipts
    cross join run
    where
        receipts.kind in ('receipt', 'return')
        and not coalesce(receipts.is_deleted, false)
        and receipts.received_on <= run.as_of_on
        and (receipts.posted_at <= run.as_of or receipts.posted_at is null)
),

summed as (
    select
        movements.purchase_order_line_id,
        movements.receipt_id,
        movements.received_on,
        movements.order_in_day,
        movements.movement,
        sum(movements.movement) over (
            partition by movements.purchase_order_line_id
            order by movements.received_on, movements.order_in_day, movements.receipt_id
            rows between unbounded preceding and current row
        ) as moved
    from movements
),

-- The quantity on hand after each movement; a receipt fills the levels it lifts the quantity through. More than there is
-- cannot go back: what was moved below nothing so far is no debt of later receipts.
levels as (
    select
        summed.purchase_order_line_id,
        summed.receipt_id,
        summed.received_on,
        summed.order_in_day,
        summed.movement,
        cast(summed.moved - least(min(summed.moved) over (
            partition by summed.purchase_order_line_id
            order by summed.received_on, summed.order_in_day, summed.receipt_id
            rows between unbounded preceding and current row
        ), 0) as decimal(28,6)) as level_after
    from summed
),

-- A return takes back the newest levels, so of a receipt only what no later return reaches stays.
kept as (
    select
        levels.purchase_order_line_id,
        levels.receipt_id,
        levels.received_on,
        greatest(levels.level_after - levels.movement, 0) as level_from,
        least(
            levels.level_after,
            coalesce(
                min(levels.level_after) over (
                    partition by levels.purchase_order_line_id
                    order by levels.received_on, levels.order_in_day, levels.receipt_id
                    rows between 1 following and unbounded following
                ),
                levels.level_after
            )
        ) as level_to,
        levels.movement
    from levels
),

due as (
    select
        due.purchase_order_line_id,
        due.schedule_line_id,
        due.level_from,
        due.level_to
    from {{ ref('int_schedule_lines_due') }} as due
)

select
    due.schedule_line_id,
    due.purchase_order_line_id,
    kept.receipt_id,
    kept.received_on,
    cast(least(due.level_to, kept.level_to) - greatest(due.level_from, kept.level_from) as decimal(28,6)) as quantity
from due
inner join kept
    on kept.purchase_order_line_id = due.purchase_order_line_id
    and kept.level_from < due.level_to
    and due.level_from < kept.level_to
where kept.movement > 0 and kept.level_to > kept.level_from
