{#
  A core entity: the union of the conformed models of every system that feeds it, with its keys.

  The columns are those of the model's own contract. A column with `key_of` is computed here from a native id, of the same
  system or of the one that the columns `of` name, so that from core on nothing needs to know how keys are written. The
  systems stand in the var `entities`, fixed at parse time, so the lineage is whole; without any the entity is empty but typed.
#}
{% macro core_entity(entity) %}
{%- set systems = var('entities', {}).get(entity, []) %}
{%- set conformed = [] %}
{%- set keys = {} %}
{%- for column in model.columns.values() %}
    {%- set meta = column.config.meta if column.config else column.meta %}
    {%- if meta.get('key_of') %}{% do keys.update({column.name: meta}) %}{% else %}{% do conformed.append(column.name) %}{% endif %}
{%- endfor %}
with conformed as (
{%- for system in systems %}
    {%- set relation = ref('cnf_' ~ system ~ '__' ~ entity) %}
    select
        '{{ system }}' as source_system,
        {%- for name in conformed if name != 'source_system' %}
        {{ system }}.{{ name }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ relation }} as {{ system }}
    {{ 'union all' if not loop.last }}
{%- else %}
    select
        {%- for name in conformed %}
        cast(null as {{ model.columns[name].data_type }}) as {{ name }}{{ ',' if not loop.last }}
        {%- endfor %}
    where false
{%- endfor %}
)

select
    {%- for column in model.columns.values() %}
    {%- if column.name in keys %}
    {{ entity_key('conformed', keys[column.name].key_of, keys[column.name].get('of')) }} as {{ column.name }}
    {%- else %}
    cast(conformed.{{ column.name }} as {{ column.data_type }}) as {{ column.name }}
    {%- endif %}{{ ',' if not loop.last }}
    {%- endfor %}
from conformed
{% endmacro %}
