{#
  The whole of `stg_<system>__<object>.sql`: each value of the raw object that its contract gives a name with `as`, typed, in
  the newest version of each key. Arrays of elements stay lists, for `staged_elements` to make a table of. Of
  `stg_<system>__<object>_versions.sql` it is `staged(versions_of='<object>')`: every version that was delivered, once.
#}
{% macro staged(versions_of=none) %}
{%- set system, object = model.name.removeprefix('stg_').split('__', 1) %}
{%- set object = versions_of or object %}
{%- set contract = source_contract(system, object) %}
{%- set values, names, through = [], {}, {} %}
{%- for column in contract.columns %}
    {%- set text = 'raw."' ~ column.name ~ '"' %}
    {%- do names.update({column.name: column.as}) %}
    {%- if column.get('elements') %}
        {%- do values.append({'as': column.as, 'sql': json_structs(text, column.elements)}) %}
    {%- elif column.get('as') %}
        {%- do values.append({'as': column.as, 'sql': typed_as(column, text, contract.defaults)}) %}
    {%- endif %}
    {%- for field in column.get('fields', []) if field.get('as') %}
        {%- set inner = json_text(text, field.name.split('.')) %}
        {%- do values.append({'as': field.as, 'sql': typed_as(field, inner, contract.defaults)}) %}
    {%- endfor %}
    {%- for value in [column] + column.get('fields', []) if value.get('through') %}
        {%- do through.update({value.as: value.through}) %}
    {%- endfor %}
{%- endfor %}
with {{ 'typed' if through else 'versions' }} as (
    select
        raw._instance as source_instance,
        {%- for value in values %}
        {{ value.sql }} as {{ value.as }},
        {%- endfor %}
        raw._extracted_at,
        raw._file_id,
        raw._record
    from {{ source(system, object) }} as raw
)
{%- if through %},

versions as (
    select
        typed.source_instance,
        {%- for value in values if value.as in through %}
        {{ context[through[value.as]]('typed.' ~ value.as) }} as {{ value.as }},
        {%- endfor %}
        {%- for value in values if value.as not in through %}
        typed.{{ value.as }},
        {%- endfor %}
        typed._extracted_at,
        typed._file_id,
        typed._record
    from typed
)
{%- endif %}

{%- set key, cursor = [], [] %}
{%- for name in contract.meta.get('key', []) %}{% do key.append(names[name]) %}{% endfor %}
{%- for name in contract.meta.get('cursor', []) %}{% do cursor.append(names[name]) %}{% endfor %}

{#- A version is told apart by its cursor; without one each extract may hold another. #}
{{ newest_versions('versions', key + (cursor or ['_extracted_at'])) if versions_of else newest_versions('versions', key, cursor) }}
{% endmacro %}
