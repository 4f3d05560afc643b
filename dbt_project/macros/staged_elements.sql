{#
  The whole of `stg_<system>__<elements>.sql`: one row an element of the array that the staging table of `parent` holds under
  the name `<elements>`, with the parent's key. `parent` is an object, or itself made of elements.
#}
{% macro staged_elements(parent) %}
{%- set system, elements = model.name.removeprefix('stg_').split('__', 1) %}
{%- set described = described_elements(system, elements) %}
select
    parents.source_instance,
    {%- for name in described.parent_key %}
    parents.{{ name }},
    {%- endfor %}
    {%- for element in described.elements %}
    {%- set value = value_at('elements.element', element.name.split('.')) %}
    {%- if element.get('elements') %}
    {{ value }} as {{ element.as }},
    {%- elif element.get('as') %}
    {{ typed_as(element, value, described.defaults) }} as {{ element.as }},
    {%- endif %}
    {%- endfor %}
    parents._extracted_at,
    parents._file_id,
    parents._record
from {{ ref('stg_' ~ system ~ '__' ~ parent) }} as parents
{{ elements_of('parents.' ~ elements, 'elements') }}
{% endmacro %}

{# Where a system's contracts describe the array that is named `elements` in staging: its elements, the names of its parent's
   key, and the system's defaults. #}
{% macro described_elements(system, elements) %}
    {%- set described = {'elements': [], 'parent_key': [], 'defaults': {}} %}
    {%- for node in (graph.sources.values() if execute else []) if node.source_name == system %}
        {%- set contract = source_contract(system, node.name) %}
        {%- do find_elements(contract.columns, contract.meta.get('key', []), elements, contract.defaults, described) %}
    {%- endfor %}
    {{ return(described) }}
{% endmacro %}

{% macro find_elements(values, key, wanted, defaults, described) %}
    {%- for value in values if value.get('elements') %}
        {%- if value.as == wanted %}
            {%- set parent_key = [] %}
            {%- for name in key %}
                {%- do parent_key.append((values | selectattr('name', 'equalto', name) | first).as) %}
            {%- endfor %}
            {%- do described.update({'elements': value.elements, 'parent_key': parent_key, 'defaults': defaults}) %}
        {%- endif %}
        {%- do find_elements(value.elements, value.key, wanted, defaults, described) %}
    {%- endfor %}
{% endmacro %}
