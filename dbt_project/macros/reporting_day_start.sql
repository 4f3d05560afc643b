{# The instant, as naive UTC, at which a day begins in the reporting time zone. #}
{% macro reporting_day_start(day) -%}
    {{ adapter.dispatch('reporting_day_start', 'rapport')(day) }}
{%- endmacro %}

{% macro duckdb__reporting_day_start(day) -%}
    {%- if var('reporting_timezone') == 'UTC' -%}
    cast({{ day }} as timestamp)
    {%- else -%}
    timezone('UTC', timezone('{{ var("reporting_timezone") }}', cast({{ day }} as timestamp)))
    {%- endif -%}
{%- endmacro %}
