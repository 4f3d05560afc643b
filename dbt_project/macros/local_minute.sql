{# The local time so many minutes after the midnight that begins a day. #}
{% macro local_minute(day, minutes) -%}
    {{ adapter.dispatch('local_minute', 'rapport')(day, minutes) }}
{%- endmacro %}

{% macro duckdb__local_minute(day, minutes) -%}
    (cast({{ day }} as timestamp) + to_minutes({{ minutes }}))
{%- endmacro %}
