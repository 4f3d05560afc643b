with run as (
    {{ run_parameters() }}
),

usage_days as (
    select
        usage_days.usage_daily_id,
        usage_days.source_system,
        usage_days.source_instance,
        usage_days.native_id,
        coalesce(members.client_id, 'unknown') as client_id,
        {{ surrogate_key(entity_key('usage_days', 'user_native_id')) }} as user_key,
        usage_days.used_on,
        usage_days.events
    from {{ ref('core_usage_daily') }} as usage_days
    cross join run
    left join {{ ref('idn_client_members') }} as members on members.member_id = usage_days.client_id
    where usage_days.used_on <= run.as_of_on
)

select
    usage_days.usage_daily_id,
    usage_days.source_system,
    usage_days.source_instance,
    usage_days.native_id,
    clients.client_key,
    usage_days.client_id,
    usage_days.user_key,
    usage_days.used_on,
    usage_days.events
from usage_days
inner join {{ ref('dim_clients') }} as clients on clients.client_id = usage_days.client_id
