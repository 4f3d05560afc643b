with run as (
    {{ run_parameters() }}
)

select
    escalations.escalation_id,
    coalesce(members.supplier_id, 'unknown') as supplier_id,
    escalations.opened_at,
    case when escalations.closed_at <= run.as_of then escalations.closed_at end as closed_at
from {{ ref('core_escalation') }} as escalations
cross join run
left join {{ ref('idn_supplier_members') }} as members on members.member_id = escalations.party_id
where
    escalations.party_type = 'supplier'
    and not coalesce(escalations.is_deleted, false)
    and escalations.opened_at <= run.as_of
