{#
  A JSON array of objects as a list of structs of text, which keep the described values of each object and nothing else.
  `elements` are described as in a contract; one that has elements itself becomes a list again.
#}
{% macro json_structs(expression, elements) -%}
    {{ adapter.dispatch('json_structs', 'rapport')(expression, elements) }}
{%- endmacro %}

{% macro duckdb__json_structs(expression, elements) -%}
    case when json_valid({{ expression }}) then json_transform({{ expression }}, '[{{ tojson(json_structure(elements)) | replace("'", "''") }}]') end
{%- endmacro %}

{% macro json_structure(elements) %}
    {%- set structure = {} %}
    {%- for element in elements %}
        {%- set place = namespace(at=structure) %}
        {%- set path = element.name.split('.') %}
        {%- for key in path[:-1] %}
            {%- set place.at = place.at.setdefault(key, {}) %}
        {%- endfor %}
        {%- do place.at.update({path[-1]: [json_structure(element.elements)] if element.get('elements') else 'VARCHAR'}) %}
    {%- endfor %}
    {{ return(structure) }}
{% endmacro %}

{# The value at a path of a struct that `json_structs` made. #}
{% macro value_at(expression, path) -%}
    {{ adapter.dispatch('value_at', 'rapport')(expression, path) }}
{%- endmacro %}

{% macro duckdb__value_at(expression, path) -%}
    {%- for key in path %}struct_extract({% endfor %}{{ expression }}{% for key in path %}, '{{ key | replace("'", "''") }}'){% endfor %}
{%- endmacro %}

{#
  Joins each row with the elements of a list that it holds, one row an element: put it after an input of a `from`, and read
  an element as `<alias>.element`. A row whose list is empty or null gives no row.
#}
{% macro elements_of(expression, alias) -%}
    {{ adapter.dispatch('elements_of', 'rapport')(expression, alias) }}
{%- endmacro %}

{% macro duckdb__elements_of(expression, alias) -%}
    cross join unnest({{ expression }}) as {{ alias }} (element)
{%- endmacro %}
