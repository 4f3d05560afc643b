{# Whole months from a day to a later one: 31 January to 28 February is one. #}
{% macro whole_months_between(from_day, to_day) -%}
    {%- set months = calendar_months_between(from_day, to_day) -%}
    ({{ months }} - case when {{ add_months(from_day, months) }} > {{ to_day }} then 1 else 0 end)
{%- endmacro %}
