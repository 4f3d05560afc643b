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
    spend.spent_on as invoiced_on,
    spend.amount as net_amount,
    spend.currency,
    spend.reporting_amount as reporting_net_amount
from {{ ref('int_spend_lines') }} as spend
inner join {{ ref('dim_suppliers') }} as suppliers on suppliers.supplier_id = spend.supplier_id
inner join {{ ref('dim_business_units') }} as units on units.business_unit_id = spend.business_unit
where not spend.is_from_order
