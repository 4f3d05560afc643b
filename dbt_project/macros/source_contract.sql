{#
  What `_<system>__sources.yml` says of an object, for the macros of staging: its meta, the defaults of its system, and its
  columns, each with `name`, `data_type` and what else its meta says. Empty while dbt only looks for refs.
#}
{% macro source_contract(system, object) %}
    {%- set contract = {'meta': {}, 'defaults': {}, 'columns': []} %}
    {%- if execute %}
        {%- set node = graph.sources.values() | selectattr('source_name', 'equalto', system) | selectattr('name', 'equalto', object) | first %}
        {%- do contract.update({'meta': node.config.meta or node.meta, 'defaults': node.source_meta or {}}) %}
        {%- for column in node.columns.values() %}
            {%- set meta = column.config.meta if column.config else column.meta %}
            {%- do contract.columns.append(dict(meta, name=column.name, data_type=column.data_type or 'text')) %}
        {%- endfor %}
    {%- endif %}
    {{ return(contract) }}
{% endmacro %}

{# The text `expression` as the typed value that a column, or a value inside one, is described as. #}
{% macro typed_as(value, expression, defaults) %}
    {%- set keys = value.get('inside', defaults.get('inside')) %}
    {{ return(typed(
        inside(expression, keys) if keys else expression,
        value.get('data_type', 'text'),
        value.get('formats', defaults.get('formats', ['iso'])),
        value.get('time_zone', defaults.get('time_zone', 'UTC')),
        value.get('null_tokens', defaults.get('null_tokens', []))
    )) }}
{% endmacro %}
