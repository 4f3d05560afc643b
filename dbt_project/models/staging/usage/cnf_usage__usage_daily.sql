{{ config(materialized='view') }}

-- Calls have an instant and a count; the table has days.
with days as (
    select
        calls.source_instance,
        calls.tenant_id,
        calls.user_id,
        cast(calls.occurred_at as date) as used_on,
        coalesce(calls.events, 1) as events
    from {{ ref('stg_usage__track') }} as calls
    where calls.call_type = 'track'
    union all
    select
        daily.source_instance,
        daily.tenant_id,
        daily.user_id,
        daily.used_on,
        daily.events
    from {{ ref('stg_usage__daily_active_usage') }} as daily
)

select
    days.source_instance,
    days.tenant_id || '-' || days.user_id || '-' || cast(days.used_on as varchar) as native_id,
    days.tenant_id as client_native_id,
    days.user_id as user_native_id,
    days.used_on,
    cast(sum(days.events) as bigint) as events
from days
group by days.source_instance, days.tenant_id, days.user_id, days.used_on
