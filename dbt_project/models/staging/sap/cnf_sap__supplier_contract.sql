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
),

first_items as (
    select
        items.source_instance,
        items.client_code,
        items.purchasing_document_id,
        min(items.purchasing_item_id) as purchasing_item_id
    from {{ ref('stg_sap__ekpo') }} as items
    group by items.source_instance, items.client_code, items.purchasing_document_id
)

select
    heads.source_instance,
    heads.purchasing_document_id as native_id,
    heads.purchasing_document_id as contract_number,
    items.item_text as contract_name,
    heads.supplier_id as supplier_native_id,
    heads.company_code as buying_company,
    companies.company_name as business_unit,
    names.category,
    coalesce(heads.deletion_code, '') || '/' || coalesce(heads.release_code, '') as status_code,
    -- That a contract has ended only its last day tells.
    case
        when deletions.canonical_value = 'cancelled' then 'cancelled'
        when releases.canonical_value = 'not_released' then 'draft'
        when heads.release_code is null or releases.canonical_value = 'released' then 'active'
        else 'unmapped'
    end as status,
    heads.starts_on,
    heads.ends_on,
    cast(null as date) as terminated_on,
    cast(null as boolean) as is_auto_renewed,
    cast(null as bigint) as notice_length,
    cast(null as varchar) as notice_unit,
    {{ sap_amount('heads.committed_amount', 'factors') }} as committed_amount,
    heads.currency,
    cast(heads.created_on as timestamp) as created_at,
    false as is_deleted
from {{ ref('stg_sap__ekko') }} as heads
inner join clients on heads.client_code = clients.client_code
inner join categories
    on heads.document_category_code = categories.source_value and categories.canonical_value = 'contract'
left join first_items on {{ sap_same('heads', 'first_items', ['purchasing_document_id']) }}
left join {{ ref('stg_sap__ekpo') }} as items
    on {{ sap_same('first_items', 'items', ['purchasing_document_id', 'purchasing_item_id']) }}
left join {{ ref('stg_sap__t001') }} as companies on {{ sap_same('heads', 'companies', ['company_code']) }}
left join names on {{ sap_same('items', 'names', ['material_group_code']) }}
left join releases on heads.release_code = releases.source_value
left join deletions on heads.deletion_code = deletions.source_value
left join factors on heads.currency = factors.source_value
