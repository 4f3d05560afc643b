{%- set columns = raw_columns('reference', 'stage_probabilities') -%}

select
    {{ columns.system }} as system,
    {{ columns.stage }} as stage,
    {{ columns.probability_percent }} as probability_percent,
    {{ columns.valid_from }} as valid_from,
    coalesce({{ columns.valid_to }}, date '9999-12-31') as valid_to,
    raw._file_id,
    raw._record
from {{ source('reference', 'stage_probabilities') }} as raw
