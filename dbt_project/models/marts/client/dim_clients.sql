with members as (
    select
        members.client_id,
        clients.client_name,
        parents.client_id as parent_client_id,
        clients.segment,
        clients.country,
        coalesce(managers.employee_id, 'unknown') as relationship_manager_id
    from {{ ref('idn_client_members') }} as members
    inner join {{ ref('core_client') }} as clients on clients.client_id = members.client_id
    left join {{ ref('core_client') }} as parents
        on parents.source_system = clients.source_system
        and parents.source_instance = clients.source_instance
        and parents.native_id = clients.parent_native_id
    left join {{ ref('core_employee') }} as managers
        on managers.source_system = clients.source_system
        and managers.source_instance = clients.source_instance
        and managers.native_id = clients.employee_native_id
    where members.member_id = members.client_id
    union all
    select
        'unknown' as client_id,
        'unknown' as client_name,
        cast(null as varchar) as parent_client_id,
        cast(null as varchar) as segment,
        cast(null as varchar) as country,
        'unknown' as relationship_manager_id
)

select
    {{ surrogate_key('members.client_id') }} as client_key,
    members.client_id,
    members.client_name,
    members.parent_client_id,
    members.segment,
    members.country,
    members.relationship_manager_id
from members
