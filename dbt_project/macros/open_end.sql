{# The last day of a span that may be open: 9999-12-31 where it is. #}
{% macro open_end(last_day) -%}
    coalesce({{ last_day }}, date '9999-12-31')
{%- endmacro %}
