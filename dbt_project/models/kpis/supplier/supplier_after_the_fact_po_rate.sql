-- An invoice counts once, in the category of its first line with an order.
with invoices as (
    select
        lines.supplier_invoice_id,
        min_by(lines.supplier_id, lines.line_number) as supplier_id,
        min_by(lines.category, lines.line_number) as category,
        min_by(lines.business_unit_id, lines.line_number) as business_unit_id,
        min(lines.invoiced_on) as invoiced_on,
        bool_or(orders.ordered_on > lines.invoiced_on) as is_after_the_fact
    from {{ ref('fct_supplier_invoices') }} as lines
    inner join {{ ref('fct_purchase_order_lines') }} as orders
        on orders.purchase_order_line_id = lines.purchase_order_line_id
    where lines.kind = 'invoice' and orders.ordered_on is not null
    group by lines.supplier_invoice_id
),

observations as (
    select
        invoices.supplier_id as party_id,
        invoices.category,
        invoices.business_unit_id as business_unit,
        invoices.invoiced_on as observed_on,
        case when invoices.is_after_the_fact then 1 else 0 end as numerator,
        1 as denominator,
        0 as open_count,
        true as is_final
    from invoices
)

{{- kpi_figures() }}
