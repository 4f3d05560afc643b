with units as (
    select orders.business_unit as business_unit_id
    from {{ ref('core_purchase_order_line') }} as orders
    where orders.business_unit is not null
    union all
    select invoices.business_unit as business_unit_id
    from {{ ref('core_supplier_invoice_line') }} as invoices
    where invoices.business_unit is not null
    union all
    select 'unknown' as business_unit_id
)

select
    {{ surrogate_key('units.business_unit_id') }} as business_unit_key,
    units.business_unit_id
from units
group by units.business_unit_id
