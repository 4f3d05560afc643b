{{ config(materialized='view') }}

select
    holidays.source_instance,
    cast(holidays.holiday_id as varchar) as native_id,
    cast(holidays.schedule_id as varchar) as schedule_native_id,
    holidays.holiday_name,
    holidays.starts_on,
    coalesce(holidays.ends_on, holidays.starts_on) as ends_on
from {{ ref('stg_zendesk__holidays') }} as holidays
