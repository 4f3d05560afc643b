{#- Which tasks are those of a plan, the value map `raci_task` of company files says. -#}
with tasks as (
    {{ value_map('company_files', 'raci_task') }}
),

roles as (
    select
        raci.party_type,
        case raci.party_type when 'client' then clients.client_id when 'supplier' then suppliers.supplier_id end as party_id,
        raci.role,
        coalesce(names.employee_name, raci.person_email) as person
    from {{ ref('core_raci') }} as raci
    inner join tasks on tasks.source_value = raci.task and tasks.canonical_value = 'plan'
    left join {{ ref('idn_client_members') }} as clients on clients.member_id = raci.party_id
    left join {{ ref('idn_supplier_members') }} as suppliers on suppliers.member_id = raci.party_id
    left join {{ ref('int_employee_names') }} as names on names.email = lower(raci.person_email)
)

select
    roles.party_type,
    roles.party_id,
    min(roles.person) filter (where roles.role = 'accountable') as accountable,
    min(roles.person) filter (where roles.role = 'responsible') as responsible
from roles
where roles.party_id is not null
group by roles.party_type, roles.party_id
