{{ config(materialized='view') }}

with statuses as (
    {{ value_map('servicenow', 'demand_status') }}
),

deletions as (
    {{ servicenow_deletions('dmn_demand') }}
)

select
    demands.source_instance,
    demands.demand_id as native_id,
    demands.demand_number as request_number,
    units.business_unit_name as business_unit,
    demands.category_code,
    demands.state_code as status_code,
    {{ mapped('demands.state_code', 'statuses') }} as status,
    demands.submitted_at,
    demands.decided_at,
    demands.benefit_amount,
    demands.currency,
    demands.reframed_demand_id as reframed_native_id,
    deletions.record_id is not null as is_deleted
from {{ ref('stg_servicenow__dmn_demand') }} as demands
left join {{ ref('stg_servicenow__business_unit') }} as units
    on demands.source_instance = units.source_instance and demands.business_unit_id = units.business_unit_id
left join statuses on statuses.source_value = demands.state_code
left join deletions on demands.source_instance = deletions.source_instance and demands.demand_id = deletions.record_id
