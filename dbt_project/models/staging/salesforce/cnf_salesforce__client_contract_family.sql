{{ config(materialized='view') }}

with families as (
    select
        contracts.source_instance,
        contracts.contract_id,
        trim(families.element) as product_family
    from {{ ref('stg_salesforce__contract') }} as contracts
    {{ elements_of(split_text('contracts.product_family_codes', ';'), 'families') }}
)

select
    families.source_instance,
    families.contract_id || '-' || families.product_family as native_id,
    families.contract_id as client_contract_native_id,
    families.product_family
from families
where families.product_family <> ''
group by families.source_instance, families.contract_id, families.product_family
