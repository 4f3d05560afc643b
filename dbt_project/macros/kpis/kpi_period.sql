{# First day of the period that holds a month; 1900-01-01 for all time. #}
{% macro kpi_period_start(grain, month_start) -%}
    case {{ grain }}
        when 'month' then {{ month_start }}
        when 'quarter' then cast(date_trunc('quarter', {{ month_start }}) as date)
        else date '1900-01-01'
    end
{%- endmacro %}

{# Last day of the period that holds a month; open for all time. #}
{% macro kpi_period_end(grain, month_start) -%}
    case {{ grain }}
        when 'month' then {{ add_days(add_months(month_start, 1), -1) }}
        when 'quarter' then {{ add_days(add_months("cast(date_trunc('quarter', " ~ month_start ~ ") as date)", 3), -1) }}
        else date '9999-12-31'
    end
{%- endmacro %}
