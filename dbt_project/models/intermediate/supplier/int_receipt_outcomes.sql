with run as (
    {{ run_parameters() }}
),

movements as (
    select
        receipts.receipt_id,
        receipts.purchase_order_line_id,
        receipts.original_receipt_id,
        receipts.kind,
        receipts.received_on,
        receipts.quantity
    from {{ ref('core_receipt') }} as receipts
    cross join run
    where
        not coalesce(receipts.is_deleted, false)
        and receipts.received_on <= run.as_of_on
        and (receipts.posted_at <= run.as_of or receipts.posted_at is null)
),

taken_back as (
    select
        movements.original_receipt_id,
        sum(movements.quantity) as quantity,
        sum(movements.quantity) filter (where movements.kind = 'return') as returned_quantity
    from movements
    where movements.kind in ('return', 'disposal')
    group by movements.original_receipt_id
),

inspected as (
    select
        inspections.receipt_id,
        sum(inspections.rejected_quantity) as quantity
    from {{ ref('core_inspection') }} as inspections
    cross join run
    where inspections.decided_on <= run.as_of_on and not coalesce(inspections.is_deleted, false)
    group by inspections.receipt_id
)

select
    movements.receipt_id,
    movements.purchase_order_line_id,
    movements.received_on,
    movements.quantity,
    cast(coalesce(taken_back.returned_quantity, 0) as decimal(28,6)) as returned_quantity,
    -- What inspection turned down goes back or away later, and is not rejected twice.
    cast(
        least(movements.quantity, greatest(coalesce(inspected.quantity, 0), coalesce(taken_back.quantity, 0)))
        as decimal(28,6)
    ) as rejected_quantity
from movements
left join taken_back on taken_back.original_receipt_id = movements.receipt_id
left join inspected on inspected.receipt_id = movements.receipt_id
where movements.kind = 'receipt'
