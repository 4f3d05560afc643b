{{ config(materialized='view') }}

with clients as (
    {{ sap_clients() }}
),

categories as (
    {{ value_map('sap', 'document_category') }}
),

releases as (
    {{ value_map('sap', 'release') }}
),

deletions as (
    {{ value_map('sap', 'deletion') }}
),

factors as (
    {{ value_map('sap', 'currency_factor') }}
),

names as (
    {{ sap_category_names() }}
)

select
    items.source_instance,
    items.purchasing_document_id || '/' || items.purchasing_item_id as native_id,
    items.purchasing_document_id as order_native_id,
    items.purchasing_document_id as order_number,
    items.purchasing_item_id as line_number,
    heads.supplier_id as supplier_native_id,
    items.contract_document_id as supplier_contract_native_id,
    heads.company_code as buying_company,
    companies.company_name as business_unit,
    names.category,
    items.material_id as item,
    cast(null as varchar) as country,
    cast(null as varchar) as shipment_mode,
    heads.ordered_on,
    cast(heads.created_on as timestamp) as created_at,
    items.quantity,
    items.unit_of_measure,
    {{ divide(sap_amount('items.net_price', 'factors'), 'items.price_unit') }} as unit_price,
    {{ sap_amount('items.net_amount', 'factors') }} as line_amount,
    heads.currency,
    coalesce(heads.deletion_code, '') || '/' || coalesce(items.deletion_code, '')
    || '/' || coalesce(items.delivery_complete_code, '') as status_code,
    -- A cancelled order cancels its items. Blocked is not cancelled.
    case
        when head_deletions.canonical_value = 'cancelled' then 'cancelled'
        when items.deletion_code is not null and coalesce(item_deletions.canonical_value, 'unmapped') <> 'open'
            then coalesce(item_deletions.canonical_value, 'unmapped')
        when items.delivery_complete_code is not null then 'closed'
        else 'open'
    end as status,
    case
        when heads.release_code is null then true
        else releases.canonical_value = 'released'
    end as is_counted_status,
    false as is_deleted
from {{ ref('stg_sap__ekpo') }} as items
inner join clients on items.client_code = clients.client_code
inner join {{ ref('stg_sap__ekko') }} as heads on {{ sap_same('items', 'heads', ['purchasing_document_id']) }}
inner join categories
    on heads.document_category_code = categories.source_value and categories.canonical_value = 'order'
left join {{ ref('stg_sap__t001') }} as companies on {{ sap_same('heads', 'companies', ['company_code']) }}
left join names on {{ sap_same('items', 'names', ['material_group_code']) }}
left join releases on heads.release_code = releases.source_value
left join deletions as head_deletions on heads.deletion_code = head_deletions.source_value
left join deletions as item_deletions on items.deletion_code = item_deletions.source_value
left join factors on heads.currency = factors.source_value
