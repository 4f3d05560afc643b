with run as (
    {{ run_parameters() }}
),

milestones as (
    select
        milestones.milestone_id,
        milestones.source_system,
        milestones.source_instance,
        milestones.native_id,
        coalesce(members.client_id, 'unknown') as client_id,
        milestones.milestone,
        milestones.due_on,
        case when milestones.done_on <= run.as_of_on then milestones.done_on end as done_on
    from {{ ref('core_milestone') }} as milestones
    cross join run
    left join {{ ref('idn_client_members') }} as members on members.member_id = milestones.client_id
)

select
    milestones.milestone_id,
    milestones.source_system,
    milestones.source_instance,
    milestones.native_id,
    clients.client_key,
    milestones.client_id,
    milestones.milestone,
    milestones.due_on,
    milestones.done_on
from milestones
inner join {{ ref('dim_clients') }} as clients on clients.client_id = milestones.client_id
