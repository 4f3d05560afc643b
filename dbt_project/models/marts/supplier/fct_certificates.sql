with certificates as (
    select
        certificates.certificate_id,
        certificates.source_system,
        certificates.source_instance,
        certificates.native_id,
        coalesce(members.supplier_id, 'unknown') as supplier_id,
        certificates.certificate_code,
        certificates.valid_from,
        {{ open_end('certificates.valid_to') }} as valid_to
    from {{ ref('core_certificate') }} as certificates
    left join {{ ref('idn_supplier_members') }} as members on members.member_id = certificates.supplier_id
)

select
    certificates.certificate_id,
    certificates.source_system,
    certificates.source_instance,
    certificates.native_id,
    suppliers.supplier_key,
    certificates.supplier_id,
    certificates.certificate_code,
    certificates.valid_from,
    certificates.valid_to
from certificates
inner join {{ ref('dim_suppliers') }} as suppliers on suppliers.supplier_id = certificates.supplier_id
