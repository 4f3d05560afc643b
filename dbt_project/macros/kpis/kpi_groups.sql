{# The groups a client's observation counts in: those it belongs to on the period's last day, or as_of. #}
{% macro kpi_client_groups(measures) -%}
grouped as (
    select
        memberships.entity_type,
        memberships.entity_id,
        sliced.slice_type,
        sliced.slice_value,
        sliced.month_start,
        sliced.period_grain,
        sliced.period_start,
        {%- for measure in measures %}
        sliced.{{ measure }}{{ ',' if not loop.last }}
        {%- endfor %}
    from sliced
    inner join {{ ref('int_client_memberships') }} as memberships
        on memberships.party_id = sliced.party_id
        and sliced.member_on between memberships.valid_from and memberships.valid_to
)
{%- endmacro %}

{# The groups a supplier's observation counts in: category and business unit come from the line. #}
{% macro kpi_supplier_groups(measures) -%}
{%- set groups = {
    'supplier': 'sliced.party_id',
    'category': 'sliced.category',
    'relationship_manager': "coalesce(managers.manager, 'unknown')",
    'business_unit': 'sliced.business_unit',
    'portfolio': "'all'",
} -%}
grouped as (
    {%- for entity_type, entity_id in groups.items() %}
    select
        '{{ entity_type }}' as entity_type,
        {{ entity_id }} as entity_id,
        sliced.slice_type,
        sliced.slice_value,
        sliced.month_start,
        sliced.period_grain,
        sliced.period_start,
        {%- for measure in measures %}
        sliced.{{ measure }}{{ ',' if not loop.last }}
        {%- endfor %}
    from sliced
    {%- if entity_type == 'relationship_manager' %}
    left join {{ ref('stg_reference__category_managers') }} as managers
        on managers.category = sliced.category
        and sliced.member_on between managers.valid_from and managers.valid_to
    {%- endif %}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)
{%- endmacro %}
