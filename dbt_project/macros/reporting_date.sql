{# The day of an instant in the reporting time zone. #}
{% macro reporting_date(instant) -%}
    {{ adapter.dispatch('reporting_date', 'rapport')(instant) }}
{%- endmacro %}

{% macro duckdb__reporting_date(instant) -%}
    {%- if var('reporting_timezone') == 'UTC' -%}
    cast({{ instant }} as date)
    {%- else -%}
    cast(timezone('{{ var("reporting_timezone") }}', timezone('UTC', {{ instant }})) as date)
    {%- endif -%}
{%- endmacro %}
