{# Until records of different systems are matched, every supplier record is its own cluster. #}
select
    suppliers.supplier_id as member_id,
    suppliers.supplier_id
from {{ ref('core_supplier') }} as suppliers
