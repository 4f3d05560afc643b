with run as (
    {{ run_parameters() }}
)

select
    tickets.ticket_id,
    tickets.source_system,
    tickets.source_instance,
    tickets.native_id,
    clients.client_key,
    coalesce(members.client_id, 'unknown') as client_id,
    tickets.ticket_number,
    tickets.status,
    tickets.priority,
    tickets.opened_at,
    {{ reporting_date('tickets.opened_at') }} as opened_on,
    case when tickets.solved_at <= run.as_of then tickets.solved_at end as solved_at,
    case when tickets.solved_at <= run.as_of then {{ reporting_date('tickets.solved_at') }} end as solved_on,
    case when tickets.closed_at <= run.as_of then tickets.closed_at end as closed_at,
    case when tickets.solved_at <= run.as_of then {{ seconds_between('tickets.opened_at', 'tickets.solved_at') }} end as resolution_seconds
from {{ ref('core_ticket') }} as tickets
cross join run
left join {{ ref('idn_client_members') }} as members on members.member_id = tickets.client_id
inner join {{ ref('dim_clients') }} as clients on clients.client_id = coalesce(members.client_id, 'unknown')
where not coalesce(tickets.is_deleted, false) and tickets.opened_at <= run.as_of
