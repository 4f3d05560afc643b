{# A day so many days later. #}
{% macro add_days(day, days) -%}
    {{ adapter.dispatch('add_days', 'rapport')(day, days) }}
{%- endmacro %}

{% macro duckdb__add_days(day, days) -%}
    cast({{ day }} + cast({{ days }} as integer) as date)
{%- endmacro %}
