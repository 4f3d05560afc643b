{%- set columns = raw_columns('reference', 'category_managers') -%}

select
    {{ columns.category }} as category,
    {{ columns.manager }} as manager,
    {{ columns.valid_from }} as valid_from,
    coalesce({{ columns.valid_to }}, date '9999-12-31') as valid_to,
    raw._file_id,
    raw._record
from {{ source('reference', 'category_managers') }} as raw
