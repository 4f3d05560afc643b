{# A text as an SQL literal. #}
{% macro string_literal(text) -%}
    '{{ text | string | replace("'", "''") }}'
{%- endmacro %}
