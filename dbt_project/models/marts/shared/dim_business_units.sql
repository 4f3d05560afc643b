{%- set naming = [
    'core_purchase_order_line', 'core_supplier_invoice_line', 'core_client', 'core_ticket', 'core_survey_response', 'core_budget_line',
    'core_business_case', 'core_initiative', 'core_demand_request', 'core_community_engagement', 'core_innovation'
] -%}

with units as (
    {%- for entity in naming %}
    select {{ entity }}.business_unit as business_unit_id
    from {{ ref(entity) }} as {{ entity }}
    where {{ entity }}.business_unit is not null
    union all
    {%- endfor %}
    select 'unknown' as business_unit_id
)

select
    {{ surrogate_key('units.business_unit_id') }} as business_unit_key,
    units.business_unit_id
from units
group by units.business_unit_id
