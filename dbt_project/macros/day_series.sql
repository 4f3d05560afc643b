{# One row a day, `date_day`, from 1 January 2000 to a day given as a scalar column of `source`. #}
{% macro day_series(source, last_day) -%}
    {{ adapter.dispatch('day_series', 'rapport')(source, last_day) }}
{%- endmacro %}

{% macro duckdb__day_series(source, last_day) -%}
    select cast(unnest(generate_series(timestamp '2000-01-01', cast({{ last_day }} as timestamp), interval 1 day)) as date) as date_day
    from {{ source }}
{%- endmacro %}
