with ranked as (
    select
        spend.supplier_id,
        spend.month_start,
        spend.category,
        spend.amount,
        row_number() over (
            partition by spend.supplier_id, spend.month_start
            order by spend.amount desc, spend.category asc
        ) as place
    from {{ ref('int_supplier_category_spend') }} as spend
    where spend.amount > 0
)

select
    ranked.supplier_id,
    ranked.month_start,
    ranked.category,
    ranked.amount as spend_amount
from ranked
where ranked.place = 1
