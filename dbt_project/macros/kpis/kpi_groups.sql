{#
  The CTE `grouped`: the rows of a CTE in each group that they count in. Clients: the groups a client belongs to on
  `member_on`; suppliers: category and business unit of the line; business: the unit that the row names.

  rows: name of the CTE; columns: those that are kept. by_main_category: a row without a category counts in the one with
  most of the supplier's spend then, and under the unit `unknown`.
#}
{% macro kpi_groups(kpi, rows, columns, by_main_category=false) -%}
{%- if kpi.side == 'client' -%}
    {{ kpi_client_groups(kpi, rows, columns) }}
{%- elif kpi.side == 'supplier' and by_main_category -%}
categorised as (
    select
        {{ rows }}.party_id,
        coalesce({{ rows }}.category, main_categories.category, 'unknown') as category,
        coalesce({{ rows }}.business_unit, 'unknown') as business_unit,
        {{ rows }}.member_on,
        {%- for column in columns %}
        {{ rows }}.{{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ rows }}
    left join {{ ref('int_supplier_main_categories') }} as main_categories
        on main_categories.supplier_id = {{ rows }}.party_id
        and main_categories.month_start = {{ month_of(rows ~ '.member_on') }}
),

{{ kpi_groups_of_line(kpi, 'categorised', columns) }}
{%- else -%}
    {{ kpi_groups_of_line(kpi, rows, columns) }}
{%- endif -%}
{%- endmacro %}

{% macro kpi_client_groups(kpi, rows, columns) -%}
grouped as (
    select
        memberships.entity_type,
        memberships.entity_id,
        {%- for column in columns %}
        {{ rows }}.{{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ rows }}
    inner join {{ ref('int_client_memberships') }} as memberships
        on memberships.party_id = {{ rows }}.party_id
        and {{ rows }}.member_on between memberships.valid_from and memberships.valid_to
    {%- if kpi.groups != kpi.groups_of_side %}
    where memberships.entity_type in ('{{ kpi.groups | join("', '") }}')
    {%- endif %}
)
{%- endmacro %}

{% macro kpi_groups_of_line(kpi, rows, columns) -%}
{%- set entity_ids = {
    'supplier': rows ~ '.party_id',
    'category': rows ~ '.category',
    'relationship_manager': "coalesce(managers.manager, 'unknown')",
    'business_unit': rows ~ '.business_unit',
    'portfolio': "'all'",
} -%}
grouped as (
    {%- for entity_type in kpi.groups %}
    select
        '{{ entity_type }}' as entity_type,
        {{ entity_ids[entity_type] }} as entity_id,
        {%- for column in columns %}
        {{ rows }}.{{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ rows }}
    {%- if entity_type == 'relationship_manager' %}
    left join {{ ref('stg_reference__category_managers') }} as managers
        on managers.category = {{ rows }}.category
        and {{ rows }}.member_on between managers.valid_from and managers.valid_to
    {%- endif %}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)
{%- endmacro %}
