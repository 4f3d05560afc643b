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
    partition by source_instance, {{ key | join(', ') }}
    order by
        {%- for column in cursor %}
        {{ column }} desc nulls last,
        {%- endfor %}
        _extracted_at desc nulls last,
        _file_id desc,
        _record desc
) = 1
{% endmacro %}
