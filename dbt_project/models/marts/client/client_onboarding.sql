{%- set steps = ['day_30', 'day_60', 'day_90'] %}
with run as (
    {{ run_parameters() }}
),

-- Of records of one client that each have a step, all must have done it.
milestones as (
    select
        milestones.client_id,
        milestones.milestone,
        min(milestones.due_on) as due_on,
        case when count(milestones.done_on) = count(milestones.milestone_id) then max(milestones.done_on) end as done_on
    from {{ ref('fct_onboarding_milestones') }} as milestones
    where milestones.client_id <> 'unknown'
    group by milestones.client_id, milestones.milestone
),

judged as (
    select
        milestones.client_id,
        milestones.milestone,
        milestones.due_on,
        milestones.done_on,
        case
            when milestones.done_on <= milestones.due_on then 'on_time'
            when milestones.done_on is not null then 'late'
            when milestones.due_on < run.as_of_on then 'overdue'
            else 'open'
        end as status
    from milestones
    cross join run
),

wide as (
    select
        judged.client_id,
        {%- for step in steps %}
        max(case when judged.milestone = '{{ step }}' then judged.due_on end) as {{ step }}_due_on,
        max(case when judged.milestone = '{{ step }}' then judged.done_on end) as {{ step }}_done_on,
        max(case when judged.milestone = '{{ step }}' then judged.status end) as {{ step }}_status{{ ',' if not loop.last }}
        {%- endfor %}
    from judged
    group by judged.client_id
)

select
    clients.client_key,
    clients.client_id,
    clients.client_name,
    clients.relationship_manager_id,
    first_values.started_on,
    {%- for step in steps %}
    wide.{{ step }}_due_on,
    wide.{{ step }}_done_on,
    wide.{{ step }}_status,
    {%- endfor %}
    first_values.there_on as first_value_on,
    cast({{ days_between('first_values.started_on', 'first_values.there_on') }} as bigint) as days_to_first_value
from {{ ref('dim_clients') }} as clients
left join {{ ref('int_client_first_values') }} as first_values on first_values.client_id = clients.client_id
left join wide on wide.client_id = clients.client_id
where clients.client_id <> 'unknown' and (first_values.client_id is not null or wide.client_id is not null)
