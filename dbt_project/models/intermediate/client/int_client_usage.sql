-- One row a user and day on which they did anything, in whatever system.
with user_days as (
    select
        usage_days.client_id,
        usage_days.user_key,
        usage_days.used_on
    from {{ ref('fct_usage_daily') }} as usage_days
    where usage_days.events > 0
    group by usage_days.client_id, usage_days.user_key, usage_days.used_on
),

by_user as (
    select
        user_days.client_id,
        months.month_start,
        user_days.user_key,
        count(*) filter (where user_days.used_on > {{ add_days('months.stock_on', -30) }}) as days_of_30,
        count(*) filter (where user_days.used_on > {{ add_days('months.stock_on', -28) }}) as days_of_28,
        count(*) filter (where user_days.used_on <= {{ add_days('months.stock_on', -28) }}) as days_of_84_before
    from user_days
    inner join {{ ref('int_months') }} as months
        on
            user_days.used_on > {{ add_days('months.stock_on', -28 - 84) }}
            and user_days.used_on <= months.stock_on
    group by user_days.client_id, months.month_start, user_days.user_key
)

select
    by_user.client_id,
    by_user.month_start,
    count(case when by_user.days_of_30 > 0 then by_user.user_key end) as active_users_30_days,
    cast(sum(by_user.days_of_28) as bigint) as user_days_28,
    cast(sum(by_user.days_of_84_before) as bigint) as user_days_84_before
from by_user
group by by_user.client_id, by_user.month_start
