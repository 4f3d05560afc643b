{# The whole numbers from one to another as a list, for `elements_of`; empty where the second is the lower one. #}
{% macro whole_numbers(first, last) -%}
    {{ adapter.dispatch('whole_numbers', 'rapport')(first, last) }}
{%- endmacro %}

{% macro duckdb__whole_numbers(first, last) -%}
    generate_series(cast({{ first }} as bigint), cast({{ last }} as bigint))
{%- endmacro %}
