{# Whole calendar months from the month of one day to that of another. #}
{% macro calendar_months_between(from_day, to_day) -%}
    ((extract('year' from {{ to_day }}) - extract('year' from {{ from_day }})) * 12 + extract('month' from {{ to_day }}) - extract('month' from {{ from_day }}))
{%- endmacro %}
