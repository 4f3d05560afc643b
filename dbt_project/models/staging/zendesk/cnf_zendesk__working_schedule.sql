{{ config(materialized='view') }}

with zones as (
    {{ value_map('zendesk', 'time_zone') }}
)

select
    intervals.source_instance,
    cast(intervals.schedule_id as varchar) || '-' || cast(intervals.starts_minute as varchar) as native_id,
    cast(intervals.schedule_id as varchar) as schedule_native_id,
    schedules.schedule_name,
    schedules.time_zone_code,
    {{ mapped('schedules.time_zone_code', 'zones') }} as time_zone,
    intervals.starts_minute,
    intervals.ends_minute
from {{ ref('stg_zendesk__schedule_intervals') }} as intervals
inner join {{ ref('stg_zendesk__schedules') }} as schedules
    on intervals.source_instance = schedules.source_instance and intervals.schedule_id = schedules.schedule_id
left join zones on schedules.time_zone_code = zones.source_value
