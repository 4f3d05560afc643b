{# The parts of a text between separators, as a list; null of null. #}
{% macro split_text(expression, separator) -%}
    {{ adapter.dispatch('split_text', 'rapport')(expression, separator) }}
{%- endmacro %}

{% macro duckdb__split_text(expression, separator) -%}
    string_split({{ expression }}, '{{ separator }}')
{%- endmacro %}
