{#
  The newest version of each key: greatest cursor first, then the later extract, then a fixed order of file and record,
  so that duplicates across pages and redelivered records leave exactly one row, always the same.
#}
{% macro newest_versions(versions, key, cursor=[]) -%}
    {{ adapter.dispatch('newest_versions', 'rapport')(versions, key, cursor) }}
{%- endmacro %}

{% macro duckdb__newest_versions(versions, key, cursor) %}
select {{ versions }}.*
from {{ versions }}
qualify row_number() over (
    partition by {{ versions }}.source_instance{% for column in key %}, {{ versions }}.{{ column }}{% endfor %}
    order by
        {%- for column in cursor %}
        {{ versions }}.{{ column }} desc nulls last,
        {%- endfor %}
        {{ versions }}._extracted_at desc nulls last,
        {{ versions }}._file_id desc,
        {{ versions }}._record desc
) = 1
{% endmacro %}
