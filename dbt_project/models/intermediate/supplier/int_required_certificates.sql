with required as (
    select
        required.required_certificate_id,
        coalesce(members.supplier_id, 'unknown') as supplier_id,
        required.certificate_code,
        months.month_start,
        months.stock_on
    from {{ ref('core_required_certificate') }} as required
    inner join {{ ref('int_months') }} as months
        on months.stock_on between required.valid_from and {{ open_end('required.valid_to') }}
    left join {{ ref('idn_supplier_members') }} as members on members.member_id = required.supplier_id
)

select
    required.required_certificate_id,
    required.month_start,
    required.supplier_id,
    required.certificate_code,
    required.stock_on,
    count(certificates.certificate_id) > 0 as is_valid
from required
left join {{ ref('fct_certificates') }} as certificates
    on certificates.supplier_id = required.supplier_id
    and certificates.certificate_code = required.certificate_code
    and required.stock_on between certificates.valid_from and certificates.valid_to
group by
    required.required_certificate_id,
    required.month_start,
    required.supplier_id,
    required.certificate_code,
    required.stock_on
