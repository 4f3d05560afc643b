{# An amount of at most six digits as a whole number of millionths. #}
{% macro millionths(amount) -%}
    {{ adapter.dispatch('millionths', 'rapport')(amount) }}
{%- endmacro %}

{% macro duckdb__millionths(amount) -%}
    cast(cast({{ amount }} as decimal(28,6)) * 1000000 as hugeint)
{%- endmacro %}
