with run as (
    {{ run_parameters() }}
),

escalations as (
    select
        escalations.escalation_id,
        escalations.source_system,
        escalations.source_instance,
        escalations.native_id,
        escalations.party_type,
        case when escalations.party_type = 'client' then coalesce(clients.client_id, 'unknown') end as client_id,
        case when escalations.party_type = 'supplier' then coalesce(suppliers.supplier_id, 'unknown') end as supplier_id,
        escalations.ticket_id,
        escalations.reason_code,
        escalations.opened_at,
        case when escalations.closed_at <= run.as_of then escalations.closed_at end as closed_at
    from {{ ref('core_escalation') }} as escalations
    cross join run
    left join {{ ref('idn_client_members') }} as clients on clients.member_id = escalations.party_id
    left join {{ ref('idn_supplier_members') }} as suppliers on suppliers.member_id = escalations.party_id
    where not coalesce(escalations.is_deleted, false) and escalations.opened_at <= run.as_of
)

select
    escalations.escalation_id,
    escalations.source_system,
    escalations.source_instance,
    escalations.native_id,
    escalations.party_type,
    clients.client_key,
    escalations.client_id,
    suppliers.supplier_key,
    escalations.supplier_id,
    escalations.ticket_id,
    escalations.reason_code,
    escalations.opened_at,
    {{ reporting_date('escalations.opened_at') }} as opened_on,
    escalations.closed_at,
    {{ reporting_date('escalations.closed_at') }} as closed_on,
    {{ seconds_between('escalations.opened_at', 'escalations.closed_at') }} as resolution_seconds
from escalations
left join {{ ref('dim_clients') }} as clients on clients.client_id = escalations.client_id
left join {{ ref('dim_suppliers') }} as suppliers on suppliers.supplier_id = escalations.supplier_id
