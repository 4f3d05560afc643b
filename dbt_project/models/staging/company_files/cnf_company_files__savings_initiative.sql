{{ config(materialized='view') }}

with kinds as (
    {{ value_map('company_files', 'savings_kind') }}
)

select
    initiatives.source_instance,
    initiatives.initiative_id as native_id,
    initiatives.party_native_id,
    initiatives.party_system,
    initiatives.party_instance,
    initiatives.kind_code,
    {{ mapped('initiatives.kind_code', 'kinds') }} as kind,
    initiatives.item,
    initiatives.unit_of_measure,
    initiatives.category,
    initiatives.business_unit,
    initiatives.baseline_price,
    initiatives.negotiated_amount,
    initiatives.currency,
    initiatives.effective_on
from {{ ref('stg_company_files__savings_initiatives') }} as initiatives
left join kinds on kinds.source_value = initiatives.kind_code
