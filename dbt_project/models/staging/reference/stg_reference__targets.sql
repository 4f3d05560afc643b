{%- set columns = raw_columns('reference', 'targets') -%}

select
    {{ columns.kpi_id }} as kpi_id,
    {{ columns.entity_type }} as entity_type,
    {{ columns.entity_id }} as entity_id,
    {{ columns.target }} as target,
    {{ columns.valid_from }} as valid_from,
    coalesce({{ columns.valid_to }}, date '9999-12-31') as valid_to,
    raw._file_id,
    raw._record
from {{ source('reference', 'targets') }} as raw
