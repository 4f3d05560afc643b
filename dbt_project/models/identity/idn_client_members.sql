{# Until records of different systems are matched, every client record is its own cluster. #}
select
    clients.client_id as member_id,
    clients.client_id
from {{ ref('core_client') }} as clients
