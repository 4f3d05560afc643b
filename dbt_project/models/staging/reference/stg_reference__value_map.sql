{%- set columns = raw_columns('reference', 'value_map') -%}

select
    raw._instance as system,
    {{ columns.field }} as field,
    {{ columns.source_value }} as source_value,
    {{ columns.canonical_value }} as canonical_value,
    raw._file_id,
    raw._record
from {{ source('reference', 'value_map') }} as raw
