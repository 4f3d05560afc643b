{# The last columns of a conformed select over versions: when the record came to be so, and the extract that tells it. #}
{% macro version_columns(versions, changed_at) -%}
    ,
    {{ changed_at }} as changed_at,
    {{ versions }}._extracted_at as extracted_at
{%- endmacro %}
