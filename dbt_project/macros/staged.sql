{#
  The whole of `stg_<system>__<object>.sql`: each value of the raw object that its contract gives a name with `as`, typed, in
  the newest version of each key. Arrays of elements stay lists, for `staged_elements` to make a table of.
#}
{% macro staged() %}
{%- set system, object = model.name.removeprefix('stg_').split('__', 1) %}
{%- set contract = source_contract(system, object) %}
{%- set names = {} %}
with versions as (
    select
        raw._instance as source_instance,
        {%- for column in contract.columns %}
        {%- set text = 'raw."' ~ column.name ~ '"' %}
        {%- do names.update({column.name: column.as}) %}
        {%- if column.get('elements') %}
        {{ json_structs(text, column.elements) }} as {{ column.as }},
        {%- elif column.get('as') %}
        {{ typed_as(column, text, contract.defaults) }} as {{ column.as }},
        {%- endif %}
        {%- for field in column.get('fields', []) if field.get('as') %}
        {{ typed_as(field, json_text(text, field.name.split('.')), contract.defaults) }} as {{ field.as }},
        {%- endfor %}
        {%- endfor %}
        raw._extracted_at,
        raw._file_id,
        raw._record
    from {{ source(system, object) }} as raw
)

{%- set key, cursor = [], [] %}
{%- for name in contract.meta.get('key', []) %}{% do key.append(names[name]) %}{% endfor %}
{%- for name in contract.meta.get('cursor', []) %}{% do cursor.append(names[name]) %}{% endfor %}

{{ newest_versions('versions', key, cursor) }}
{% endmacro %}
