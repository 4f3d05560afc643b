{%- set fall_points = 15 -%}
{%- set days_to_act = 14 -%}

with run as (
    {{ run_parameters() }}
),

-- The running month and the last one that is over, each with the one before it.
months as (
    select
        months.month_start,
        months.month_end,
        {{ add_months('months.month_start', -1) }} as previous_month_start
    from {{ ref('int_months') }} as months
    inner join run on months.month_start >= {{ add_months(month_of('run.as_of_on'), -1) }}
),

-- What changed is told by the components that both months know.
components as (
    select
        components.client_id,
        components.month_start,
        months.previous_month_start,
        months.month_end,
        components.component,
        components.weight,
        components.weight * (components.value - previous.value) as weighted_change
    from {{ ref('int_client_health_components') }} as components
    inner join months on months.month_start = components.month_start
    inner join {{ ref('int_client_health_components') }} as previous
        on previous.client_id = components.client_id
        and previous.component = components.component
        and previous.month_start = months.previous_month_start
    where components.value is not null and previous.value is not null
),

ranked as (
    select
        components.client_id,
        components.month_start,
        components.previous_month_start,
        components.month_end,
        components.component,
        components.weight,
        components.weighted_change,
        row_number() over (
            partition by components.client_id, components.month_start
            order by components.weighted_change asc, components.component asc
        ) as place
    from components
),

changes as (
    select
        ranked.client_id,
        ranked.month_start,
        ranked.previous_month_start,
        ranked.month_end,
        {{ divide('sum(ranked.weighted_change)', 'sum(ranked.weight)', digits=12) }} as change_on_month,
        max(case when ranked.place = 1 then ranked.component end) as strongest_component,
        {{ text_list("ranked.client_id || '/' || cast(ranked.month_start as varchar) || '/' || ranked.component") }} as row_keys
    from ranked
    group by ranked.client_id, ranked.month_start, ranked.previous_month_start, ranked.month_end
)

-- Health that too few components tell is no reason to act.
select
    'health_fell' as rule_id,
    changes.client_id || '@' || cast(changes.month_start as varchar) as subject_id,
    'client' as party_type,
    changes.client_id as party_id,
    clients.relationship_manager_id as owner_id,
    {{ add_days('changes.month_end', days_to_act) }} as due_on,
    annual.reporting_annual_amount as reporting_value_amount,
    'Health fell by ' || cast(cast(-changes.change_on_month as decimal(28,1)) as varchar) || ' points in the month from '
    || cast(changes.month_start as varchar) || ', most of it by ' || changes.strongest_component as reason,
    'int_client_health_components' as rows_of,
    changes.row_keys
from changes
inner join {{ ref('int_client_health_scores') }} as health
    on health.client_id = changes.client_id and health.month_start = changes.month_start and health.is_known
inner join {{ ref('int_client_health_scores') }} as previous
    on previous.client_id = changes.client_id and previous.month_start = changes.previous_month_start and previous.is_known
inner join {{ ref('dim_clients') }} as clients on clients.client_id = changes.client_id
left join {{ ref('int_client_annual_values') }} as annual on annual.client_id = changes.client_id
where changes.change_on_month <= -{{ fall_points }}
