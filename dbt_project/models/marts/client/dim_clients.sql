-- A client has several records; what counts is what the earliest one that is not deleted says.
with records as (
    {{- client_records(ref('core_client')) }}),

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
