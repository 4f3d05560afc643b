-- A client has several records; what counts is what the earliest one that is not deleted says.
with records as (
    select
        members.client_id,
        {{ record_precedence('clients', 'client_id') }} as precedence,
        clients.client_name,
        parents.client_id as parent_client_id,
        clients.segment,
        clients.country,
        clients.business_unit,
        managers.employee_id as relationship_manager_id
    from {{ ref('idn_client_members') }} as members
    inner join {{ ref('core_client') }} as clients on clients.client_id = members.member_id
    left join {{ ref('core_client') }} as parent_records
        on
            parent_records.source_system = clients.source_system
            and parent_records.source_instance = clients.source_instance
            and parent_records.native_id = clients.parent_native_id
    left join {{ ref('idn_client_members') }} as parents
        on parents.member_id = parent_records.client_id and parents.client_id <> members.client_id
    left join {{ ref('core_employee') }} as managers
        on
            managers.source_system = clients.source_system
            and managers.source_instance = clients.source_instance
            and managers.native_id = clients.employee_native_id
),

clients as (
    select
        records.client_id,
        {{ first_known('client_name') }} as client_name,
        {{ first_known('parent_client_id') }} as parent_client_id,
        {{ first_known('segment') }} as segment,
        {{ first_known('country') }} as country,
        {{ first_known('business_unit') }} as business_unit,
        {{ first_known('relationship_manager_id') }} as relationship_manager_id
    from records
    group by records.client_id
),

members as (
    select
        clients.client_id,
        clients.client_name,
        clients.parent_client_id,
        parents.ultimate_parent_id,
        clients.segment,
        clients.country,
        clients.business_unit,
        coalesce(clients.relationship_manager_id, 'unknown') as relationship_manager_id
    from clients
    left join {{ ref('idn_client_parents') }} as parents on parents.client_id = clients.client_id
    union all
    select
        'unknown' as client_id,
        'unknown' as client_name,
        cast(null as varchar) as parent_client_id,
        'unknown' as ultimate_parent_id,
        cast(null as varchar) as segment,
        cast(null as varchar) as country,
        cast(null as varchar) as business_unit,
        'unknown' as relationship_manager_id
)

select
    {{ surrogate_key('members.client_id') }} as client_key,
    members.client_id,
    members.client_name,
    members.parent_client_id,
    members.ultimate_parent_id,
    members.segment,
    members.country,
    members.business_unit,
    members.relationship_manager_id
from members
