{{ config(materialized='view') }}

with clients as (
    {{ sap_clients() }}
),

factors as (
    {{ value_map('sap', 'currency_factor') }}
)

select
    spans.source_instance,
    spans.purchasing_document_id || '/' || spans.purchasing_item_id || '/' || spans.condition_code
    || '/' || cast(spans.valid_to as varchar) || '/' || conditions.condition_item_id as native_id,
    spans.purchasing_document_id as supplier_contract_native_id,
    heads.supplier_id as supplier_native_id,
    items.material_id as item,
    conditions.unit_of_measure,
    {{ divide(sap_amount('conditions.price', 'factors'), 'conditions.price_unit') }} as unit_price,
    conditions.currency,
    spans.valid_from,
    nullif(spans.valid_to, date '9999-12-31') as valid_to,
    conditions.deletion_code is not null as is_deleted
from {{ ref('stg_sap__a016') }} as spans
inner join clients on spans.client_code = clients.client_code
inner join {{ ref('stg_sap__konp') }} as conditions
    on {{ sap_same('spans', 'conditions', ['condition_record_id', 'condition_code']) }}
left join {{ ref('stg_sap__ekko') }} as heads on {{ sap_same('spans', 'heads', ['purchasing_document_id']) }}
left join {{ ref('stg_sap__ekpo') }} as items
    on {{ sap_same('spans', 'items', ['purchasing_document_id', 'purchasing_item_id']) }}
left join factors on conditions.currency = factors.source_value
where spans.application_code = 'M'
