{# Every record of a party that core holds, and when its system made it. #}
select
    'client' as party_type,
    clients.client_id as member_id,
    clients.source_system,
    clients.source_instance,
    clients.native_id,
    clients.created_at
from {{ ref('core_client') }} as clients
union all
select
    'supplier' as party_type,
    suppliers.supplier_id as member_id,
    suppliers.source_system,
    suppliers.source_instance,
    suppliers.native_id,
    suppliers.created_at
from {{ ref('core_supplier') }} as suppliers
