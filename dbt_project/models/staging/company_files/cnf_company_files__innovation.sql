{{ config(materialized='view') }}

with statuses as (
    {{ value_map('company_files', 'innovation_status') }}
)

select
    innovations.source_instance,
    innovations.innovation_id as native_id,
    innovations.party_native_id,
    innovations.party_system,
    innovations.party_instance,
    innovations.category,
    innovations.business_unit,
    innovations.title,
    innovations.proposed_on,
    innovations.decided_on,
    innovations.status_code,
    {{ mapped('innovations.status_code', 'statuses') }} as status,
    innovations.proposed_amount,
    innovations.currency
from {{ ref('stg_company_files__innovations') }} as innovations
left join statuses on statuses.source_value = innovations.status_code
