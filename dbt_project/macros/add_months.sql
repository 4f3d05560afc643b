{# A day so many months later; the last day of the month where that month is shorter. #}
{% macro add_months(day, months) -%}
    {{ adapter.dispatch('add_months', 'rapport')(day, months) }}
{%- endmacro %}

{% macro duckdb__add_months(day, months) -%}
    cast({{ day }} + to_months(cast({{ months }} as integer)) as date)
{%- endmacro %}
