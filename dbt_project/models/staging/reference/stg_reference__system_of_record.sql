{%- set columns = raw_columns('reference', 'system_of_record') -%}

select
    {{ columns.entity }} as entity,
    {{ columns.business_unit }} as business_unit,
    {{ columns.system }} as system,
    {{ columns.instance }} as instance,
    {{ columns.valid_from }} as valid_from,
    coalesce({{ columns.valid_to }}, date '9999-12-31') as valid_to,
    raw._file_id,
    raw._record
from {{ source('reference', 'system_of_record') }} as raw
