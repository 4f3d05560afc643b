{#
  The last columns of a conformed select over versions: since when the record is so, by the column that says so, else since the
  extract that tells it; and that extract.
#}
{% macro version_columns(versions, changed_at) -%}
    ,
    coalesce({{ changed_at }}, {{ versions }}._extracted_at) as changed_at,
    {{ versions }}._extracted_at as extracted_at
{%- endmacro %}
