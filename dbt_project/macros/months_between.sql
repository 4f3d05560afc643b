{# Whole months from a day to a later one: 31 January to 28 February is one. #}
{% macro months_between(from_day, to_day) -%}
    {%- set months -%}
        ((extract('year' from {{ to_day }}) - extract('year' from {{ from_day }})) * 12 + extract('month' from {{ to_day }}) - extract('month' from {{ from_day }}))
    {%- endset -%}
    ({{ months }} - case when {{ add_months(from_day, months) }} > {{ to_day }} then 1 else 0 end)
{%- endmacro %}
