{#
  The columns of a raw object as typed SQL, by their name in the extract: `raw_columns('zendesk', 'tickets')['created_at']`.

  Types, formats, zones and null tokens are those of the object's `_<system>__sources.yml`, the same that the loader
  checks, so a value is read in one way everywhere. The expressions expect the source under the alias `raw`.
#}
{% macro raw_columns(system, object) %}
    {%- set contract = source_contract(system, object) %}
    {%- set typed_columns = {} %}
    {%- for column in contract.columns %}
        {%- do typed_columns.update({column.name: typed_as(column, 'raw."' ~ column.name ~ '"', contract.defaults)}) %}
    {%- endfor %}
    {{ return(typed_columns) }}
{% endmacro %}
