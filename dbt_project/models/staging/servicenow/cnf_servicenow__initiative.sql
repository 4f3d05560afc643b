{{ config(materialized='view') }}

with statuses as (
    {{ value_map('servicenow', 'project_status') }}
),

deletions as (
    {{ servicenow_deletions('pm_project') }}
)

select
    projects.source_instance,
    projects.project_id as native_id,
    projects.project_number as initiative_number,
    units.business_unit_name as business_unit,
    projects.state_code as status_code,
    {{ mapped('projects.state_code', 'statuses') }} as status,
    projects.approved_on,
    projects.cancelled_on,
    deletions.record_id is not null as is_deleted
from {{ ref('stg_servicenow__pm_project') }} as projects
left join {{ ref('stg_servicenow__business_unit') }} as units
    on projects.source_instance = units.source_instance and projects.business_unit_id = units.business_unit_id
left join statuses on statuses.source_value = projects.state_code
left join deletions on projects.source_instance = deletions.source_instance and projects.project_id = deletions.record_id
