-- An order counts in the category and unit of its first line.
with lines as (
    select
        coalesce(lines.order_id, lines.purchase_order_line_id) as order_id,
        lines.supplier_id,
        lines.category,
        lines.business_unit_id,
        lines.ordered_on,
        row_number() over (
            partition by coalesce(lines.order_id, lines.purchase_order_line_id)
            order by length(lines.line_number) asc, lines.line_number asc, lines.purchase_order_line_id asc
        ) as place
    from {{ ref('fct_purchase_order_lines') }} as lines
)

select
    lines.order_id,
    lines.supplier_id,
    lines.category,
    lines.business_unit_id,
    lines.ordered_on
from lines
where lines.place = 1
