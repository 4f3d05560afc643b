{{ config(materialized='view') }}

with factors as (
    {{ value_map('sap', 'currency_factor') }}
),

names as (
    {{ sap_category_names() }}
),

items as (
    select
        items.source_instance,
        items.client_code,
        items.invoice_document_id || '/' || items.invoice_year as invoice_native_id,
        items.invoice_item_id,
        items.purchasing_document_id || '/' || items.purchasing_item_id as purchase_order_line_native_id,
        items.company_code,
        items.material_id,
        materials.material_group_code,
        nullif(items.quantity, 0) as quantity,
        items.unit_of_measure,
        items.net_amount,
        items.debit_credit_code
    from {{ ref('stg_sap__rseg') }} as items
    left join {{ ref('stg_sap__mara') }} as materials on {{ sap_same('items', 'materials', ['material_id']) }}
)

select
    items.source_instance,
    items.invoice_native_id || '/' || items.invoice_item_id as native_id,
    items.invoice_native_id,
    {{ typed('items.invoice_item_id', 'bigint', [], 'UTC', []) }} as line_number,
    invoices.invoice_number,
    invoices.supplier_native_id,
    items.purchase_order_line_native_id,
    coalesce(items.company_code, invoices.buying_company) as buying_company,
    companies.company_name as business_unit,
    names.category,
    invoices.kind,
    items.material_id as item,
    invoices.invoiced_on,
    invoices.posted_on,
    abs(items.quantity) as quantity,
    items.unit_of_measure,
    {{ divide('abs(' ~ sap_amount('items.net_amount', 'factors') ~ ')', 'abs(items.quantity)') }} as unit_price,
    {{ sap_amount('items.net_amount', 'factors') }} * case when items.debit_credit_code = 'H' then -1 else 1 end as net_amount,
    invoices.currency,
    invoices.is_counted_status
from items
inner join {{ ref('cnf_sap__supplier_invoice') }} as invoices
    on items.source_instance = invoices.source_instance and items.invoice_native_id = invoices.native_id
left join {{ ref('stg_sap__t001') }} as companies on {{ sap_same('items', 'companies', ['company_code']) }}
left join names on {{ sap_same('items', 'names', ['material_group_code']) }}
left join factors on invoices.currency = factors.source_value
