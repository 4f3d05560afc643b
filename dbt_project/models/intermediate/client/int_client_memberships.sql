select
    segments.client_id as party_id,
    'segment' as entity_type,
    segments.segment as entity_id,
    segments.valid_from,
    segments.valid_to
from {{ ref('int_client_segments') }} as segments
union all
select
    clients.client_id as party_id,
    'client' as entity_type,
    clients.client_id as entity_id,
    date '1900-01-01' as valid_from,
    date '9999-12-31' as valid_to
from {{ ref('dim_clients') }} as clients
union all
select
    clients.client_id as party_id,
    'relationship_manager' as entity_type,
    clients.relationship_manager_id as entity_id,
    date '1900-01-01' as valid_from,
    date '9999-12-31' as valid_to
from {{ ref('dim_clients') }} as clients
union all
select
    clients.client_id as party_id,
    'portfolio' as entity_type,
    'all' as entity_id,
    date '1900-01-01' as valid_from,
    date '9999-12-31' as valid_to
from {{ ref('dim_clients') }} as clients
