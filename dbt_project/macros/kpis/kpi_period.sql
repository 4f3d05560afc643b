{# The CTE `grains`: the grains in which a KPI has figures. #}
{% macro kpi_grains(kpi) -%}
grains as (
    {%- for grain in kpi.grains %}
    select '{{ grain }}' as period_grain{{ ' union all' if not loop.last }}
    {%- endfor %}
)
{%- endmacro %}

{# The key of the period that holds a month: its first day, of t12m that of its last month; 1900-01-01 for all time. #}
{% macro kpi_period_start(grain, month_start) -%}
    case {{ grain }}
        when 'quarter' then cast(date_trunc('quarter', {{ month_start }}) as date)
        when 'all_time' then date '1900-01-01'
        else {{ month_start }}
    end
{%- endmacro %}

{# First day of a period of whole months that ends with a month. #}
{% macro kpi_period_first(grain, month_start) -%}
    case {{ grain }} when 't12m' then {{ add_months(month_start, -11) }} else {{ month_start }} end
{%- endmacro %}

{# Last day of the period that holds a month; open for all time. #}
{% macro kpi_period_end(grain, month_start) -%}
    case {{ grain }}
        when 'quarter' then {{ add_days(add_months("cast(date_trunc('quarter', " ~ month_start ~ ") as date)", 3), -1) }}
        when 'all_time' then date '9999-12-31'
        else {{ add_days(add_months(month_start, 1), -1) }}
    end
{%- endmacro %}
