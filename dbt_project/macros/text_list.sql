{# The texts of a group in their order, set off by commas; null of nothing. #}
{% macro text_list(text) -%}
    {{ adapter.dispatch('text_list', 'rapport')(text) }}
{%- endmacro %}

{% macro duckdb__text_list(text) -%}
    string_agg({{ text }}, ', ' order by {{ text }} asc)
{%- endmacro %}
