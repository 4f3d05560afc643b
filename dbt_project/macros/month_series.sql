{# One row a month, `month_start`, from January 1900 to the month of a day given as a scalar column of `source`. #}
{% macro month_series(source, last_day) -%}
    {{ adapter.dispatch('month_series', 'rapport')(source, last_day) }}
{%- endmacro %}

{% macro duckdb__month_series(source, last_day) -%}
    select cast(unnest(generate_series(timestamp '1900-01-01', cast(date_trunc('month', {{ last_day }}) as timestamp), interval 1 month)) as date) as month_start
    from {{ source }}
{%- endmacro %}
