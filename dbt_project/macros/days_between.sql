{# Whole days from one day to another. #}
{% macro days_between(from_day, to_day) -%}
    {{ adapter.dispatch('days_between', 'rapport')(from_day, to_day) }}
{%- endmacro %}

{% macro duckdb__days_between(from_day, to_day) -%}
    ({{ to_day }} - {{ from_day }})
{%- endmacro %}
