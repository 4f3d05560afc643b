with run as (
    {{ run_parameters() }}
)

select
    tickets.ticket_id,
    tickets.source_system,
    tickets.source_instance,
    tickets.native_id,
    clients.client_key,
    clients.client_id,
    parties.party_type,
    parties.supplier_id,
    parties.business_unit,
    tickets.ticket_number,
    tickets.status,
    tickets.priority,
    tickets.opened_at,
    {{ reporting_date('tickets.opened_at') }} as opened_on,
    case when tickets.solved_at <= run.as_of then tickets.solved_at end as solved_at,
    case when tickets.solved_at <= run.as_of then {{ reporting_date('tickets.solved_at') }} end as solved_on,
    case when tickets.closed_at <= run.as_of then tickets.closed_at end as closed_at,
    case when tickets.solved_at <= run.as_of then {{ seconds_between('tickets.opened_at', 'tickets.solved_at') }} end as resolution_seconds,
    coalesce(tickets.is_escalated, false) as is_escalated,
    records.is_of_record and coalesce(tickets.status <> 'cancelled', true) as is_counted
from {{ ref('core_ticket') }} as tickets
cross join run
inner join {{ ref('int_ticket_parties') }} as parties on parties.ticket_id = tickets.ticket_id
inner join {{ ref('int_ticket_records') }} as records on records.ticket_id = tickets.ticket_id
inner join {{ ref('dim_clients') }} as clients on clients.client_id = coalesce(parties.client_id, 'unknown')
