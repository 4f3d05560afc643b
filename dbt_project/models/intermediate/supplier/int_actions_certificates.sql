{%- set window_days = 60 -%}

with run as (
    {{ run_parameters() }}
),

required as (
    select
        members.supplier_id,
        required.certificate_code
    from {{ ref('core_required_certificate') }} as required
    inner join run on run.as_of_on between required.valid_from and {{ open_end('required.valid_to') }}
    inner join {{ ref('idn_supplier_members') }} as members on members.member_id = required.supplier_id
    group by members.supplier_id, required.certificate_code
),

-- The certificate that lasts longest tells when there will be none.
ranked as (
    select
        required.supplier_id,
        required.certificate_code,
        certificates.certificate_id,
        certificates.valid_to,
        row_number() over (
            partition by required.supplier_id, required.certificate_code
            order by certificates.valid_to desc, certificates.certificate_id asc
        ) as place
    from required
    inner join {{ ref('fct_certificates') }} as certificates
        on certificates.supplier_id = required.supplier_id and certificates.certificate_code = required.certificate_code
)

select
    'certificate_ends' as rule_id,
    ranked.certificate_id as subject_id,
    'supplier' as party_type,
    ranked.supplier_id as party_id,
    stakes.owner_id,
    ranked.valid_to as due_on,
    stakes.reporting_spend_amount as reporting_value_amount,
    'Required certificate ' || ranked.certificate_code
    || case when ranked.valid_to < run.as_of_on then ' ended on ' else ' ends on ' end || cast(ranked.valid_to as varchar) as reason,
    'fct_certificates' as rows_of,
    ranked.certificate_id as row_keys
from ranked
inner join run on ranked.valid_to <= {{ add_days('run.as_of_on', window_days) }}
inner join {{ ref('int_supplier_stakes') }} as stakes on stakes.supplier_id = ranked.supplier_id
where ranked.place = 1
