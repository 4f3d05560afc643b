{# Whether two values are the same, two missing ones included: `is not distinct from`, in words that linters read. #}
{% macro is_same(left, right) -%}
    coalesce({{ left }} = {{ right }}, {{ left }} is null and {{ right }} is null)
{%- endmacro %}
