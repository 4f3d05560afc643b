{#
  The business key of a record: system/instance/native id; null without a native id. `of` names two columns that may say
  the system and instance of another record; where the first is empty, the record is one of the row's own system.
#}
{% macro entity_key(alias, native_column, of=none) -%}
    {%- if of -%}
    coalesce({{ alias }}.{{ of[0] }} || '/' || coalesce({{ alias }}.{{ of[1] }}, 'default'), {{ alias }}.source_system || '/' || {{ alias }}.source_instance) || '/' || {{ alias }}.{{ native_column }}
    {%- else -%}
    {{ alias }}.source_system || '/' || {{ alias }}.source_instance || '/' || {{ alias }}.{{ native_column }}
    {%- endif -%}
{%- endmacro %}
