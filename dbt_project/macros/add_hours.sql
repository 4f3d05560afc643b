{# An instant so many hours later: windows between instants are whole hours, whatever the clock does. #}
{% macro add_hours(instant, hours) -%}
    {{ adapter.dispatch('add_hours', 'rapport')(instant, hours) }}
{%- endmacro %}

{% macro duckdb__add_hours(instant, hours) -%}
    {{ instant }} + to_hours(cast({{ hours }} as integer))
{%- endmacro %}
