select
    spend.spend_line_id as supplier_invoice_line_id,
    spend.source_system,
    spend.source_instance,
    spend.native_id,
    suppliers.supplier_key,
    spend.supplier_id,
    units.business_unit_key,
    spend.business_unit as business_unit_id,
    spend.category,
    lines.supplier_invoice_id,
    lines.invoice_number,
    lines.line_number,
    lines.kind,
    spend.purchase_order_line_id,
    lines.item,
    spend.spent_on as invoiced_on,
    lines.posted_on,
    lines.quantity,
    lines.unit_of_measure,
    lines.unit_price,
    spend.amount as net_amount,
    spend.currency,
    spend.reporting_amount as reporting_net_amount,
    case when lines.kind = 'invoice' then coalesce(matches.is_matched, false) end as is_matched
from {{ ref('int_spend_lines') }} as spend
inner join {{ ref('core_supplier_invoice_line') }} as lines
    on lines.supplier_invoice_line_id = spend.spend_line_id
inner join {{ ref('dim_suppliers') }} as suppliers on suppliers.supplier_id = spend.supplier_id
inner join {{ ref('dim_business_units') }} as units on units.business_unit_id = spend.business_unit
left join {{ ref('int_invoice_line_matches') }} as matches
    on matches.supplier_invoice_line_id = spend.spend_line_id
where not spend.is_from_order
