{%- set columns = raw_columns('reference', 'internal_suppliers') -%}

select
    {{ columns.supplier_id }} as supplier_id,
    {{ columns.reason }} as reason,
    {{ columns.valid_from }} as valid_from,
    coalesce({{ columns.valid_to }}, date '9999-12-31') as valid_to,
    raw._file_id,
    raw._record
from {{ source('reference', 'internal_suppliers') }} as raw
