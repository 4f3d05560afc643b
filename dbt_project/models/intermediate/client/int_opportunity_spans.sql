with run as (
    {{ run_parameters() }}
),

changes as (
    select
        changes.opportunity_id,
        changes.changed_at,
        changes.opportunity_change_id,
        changes.stage_code,
        changes.status,
        changes.amount,
        changes.probability_percent
    from {{ ref('core_opportunity_change') }} as changes
    cross join run
    where changes.changed_at <= run.as_of
),

logged as (
    select
        changes.opportunity_id,
        changes.changed_at as started_at,
        lead(changes.changed_at) over (
            partition by changes.opportunity_id order by changes.changed_at, changes.opportunity_change_id
        ) as ended_at,
        changes.stage_code,
        changes.status,
        changes.amount,
        changes.probability_percent
    from changes
),

opportunities_with_log as (
    select logged.opportunity_id
    from logged
    group by logged.opportunity_id
)

select
    logged.opportunity_id,
    logged.started_at,
    logged.ended_at,
    logged.stage_code,
    logged.status,
    logged.amount,
    logged.probability_percent,
    true as has_history
from logged
-- Of several changes in one instant the last one stands.
where coalesce(logged.started_at < logged.ended_at, true)
union all
-- Without history only today's state is known.
select
    opportunities.opportunity_id,
    run.as_of as started_at,
    cast(null as timestamp) as ended_at,
    opportunities.stage_code,
    opportunities.status,
    opportunities.amount,
    opportunities.probability_percent,
    false as has_history
from {{ ref('core_opportunity') }} as opportunities
left join opportunities_with_log on opportunities_with_log.opportunity_id = opportunities.opportunity_id
cross join run
where opportunities_with_log.opportunity_id is null
