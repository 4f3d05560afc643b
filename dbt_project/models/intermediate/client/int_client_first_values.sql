with run as (
    {{ run_parameters() }}
),

starts as (
    select
        contracts.client_id,
        min(contracts.starts_on) as started_on
    from {{ ref('int_client_contracts') }} as contracts
    group by contracts.client_id
),

milestones as (
    select
        milestones.client_id,
        min(milestones.done_on) as done_on
    from {{ ref('fct_onboarding_milestones') }} as milestones
    where milestones.milestone = 'first_value'
    group by milestones.client_id
),

usage_by_day as (
    select
        usage_days.client_id,
        usage_days.used_on,
        sum(usage_days.events) as events
    from {{ ref('fct_usage_daily') }} as usage_days
    group by usage_days.client_id, usage_days.used_on
),

enough as (
    select
        usage_by_day.client_id,
        min(usage_by_day.used_on) as used_on
    from usage_by_day
    where usage_by_day.events >= {{ var('first_value_usage') }}
    group by usage_by_day.client_id
)

select
    starts.client_id,
    starts.started_on,
    -- A milestone of first value rules alone where there is one, done or not.
    case when milestones.client_id is not null then milestones.done_on else enough.used_on end as there_on
from starts
cross join run
left join milestones on milestones.client_id = starts.client_id
left join enough on enough.client_id = starts.client_id
where starts.started_on <= run.as_of_on
