{%- set columns = raw_columns('reference', 'fx_rates') -%}

select
    {{ columns.from_currency }} as from_currency,
    {{ columns.to_currency }} as to_currency,
    {{ columns.rate_on }} as rate_on,
    {{ columns.rate }} as rate,
    raw._file_id,
    raw._record
from {{ source('reference', 'fx_rates') }} as raw
