{{ config(materialized='view') }}

with linked as (
    {{ linked_sources('coupa') }}
)

-- A number that the other system does not know, as of a supplier it never had, links to nothing.
select
    suppliers.source_instance,
    'supplier-' || cast(suppliers.supplier_id as varchar) || '-' || linked.evidence_code as native_id,
    'supplier' as party_type,
    cast(suppliers.supplier_id as varchar) as party_native_id,
    linked.other_system,
    linked.other_instance,
    case
        when linked.other_system = 'sap' then {{ sap_ten_digits('suppliers.supplier_number') }}
        else suppliers.supplier_number
    end as other_native_id,
    linked.evidence_code
from {{ ref('stg_coupa__suppliers') }} as suppliers
inner join linked on linked.evidence_code = 'supplier_number'
where suppliers.supplier_number is not null
