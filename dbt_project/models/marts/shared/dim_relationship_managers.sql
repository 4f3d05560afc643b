with clients as (
    select {{ entity_key('clients', 'employee_native_id') }} as relationship_manager_id
    from {{ ref('core_client') }} as clients
    union all
    select {{ entity_key('versions', 'employee_native_id') }} as relationship_manager_id
    from {{ ref('core_client_version') }} as versions
),

owners as (
    select clients.relationship_manager_id
    from clients
    group by clients.relationship_manager_id
),

managers as (
    select
        employees.employee_id as relationship_manager_id,
        employees.employee_name as relationship_manager_name,
        employees.business_unit
    from owners
    inner join {{ ref('core_employee') }} as employees on employees.employee_id = owners.relationship_manager_id
    union all
    select
        categories.manager as relationship_manager_id,
        categories.manager as relationship_manager_name,
        cast(null as varchar) as business_unit
    from {{ ref('stg_reference__category_managers') }} as categories
    group by categories.manager
    union all
    select
        'unknown' as relationship_manager_id,
        'unknown' as relationship_manager_name,
        cast(null as varchar) as business_unit
)

select
    {{ surrogate_key('managers.relationship_manager_id') }} as relationship_manager_key,
    managers.relationship_manager_id,
    managers.relationship_manager_name,
    managers.business_unit
from managers
