{# The business key of a record: system/instance/native id; null without a native id. #}
{% macro entity_key(alias, native_column) -%}
    {{ alias }}.source_system || '/' || {{ alias }}.source_instance || '/' || {{ alias }}.{{ native_column }}
{%- endmacro %}
