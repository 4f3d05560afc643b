with clients as (
    select
        clients.client_id,
        coalesce(clients.segment, 'unknown') as segment,
        clients.relationship_manager_id
    from {{ ref('dim_clients') }} as clients
)

select
    clients.client_id as party_id,
    'client' as entity_type,
    clients.client_id as entity_id,
    date '1900-01-01' as valid_from,
    date '9999-12-31' as valid_to
from clients
union all
select
    clients.client_id as party_id,
    'segment' as entity_type,
    clients.segment as entity_id,
    date '1900-01-01' as valid_from,
    date '9999-12-31' as valid_to
from clients
union all
select
    clients.client_id as party_id,
    'relationship_manager' as entity_type,
    clients.relationship_manager_id as entity_id,
    date '1900-01-01' as valid_from,
    date '9999-12-31' as valid_to
from clients
union all
select
    clients.client_id as party_id,
    'portfolio' as entity_type,
    'all' as entity_id,
    date '1900-01-01' as valid_from,
    date '9999-12-31' as valid_to
from clients
