with run as (
    {{ run_parameters() }}
),

innovations as (
    select
        innovations.innovation_id,
        innovations.source_system,
        innovations.source_instance,
        innovations.native_id,
        coalesce(members.supplier_id, 'unknown') as supplier_id,
        coalesce(innovations.business_unit, 'unknown') as business_unit_id,
        innovations.category,
        innovations.title,
        innovations.proposed_on,
        case when innovations.decided_on <= run.as_of_on then innovations.decided_on end as decided_on,
        case when innovations.decided_on > run.as_of_on then 'proposed' else innovations.status end as status,
        innovations.proposed_amount,
        innovations.currency
    from {{ ref('core_innovation') }} as innovations
    cross join run
    left join {{ ref('idn_supplier_members') }} as members on members.member_id = innovations.supplier_id
)

select
    innovations.innovation_id,
    innovations.source_system,
    innovations.source_instance,
    innovations.native_id,
    suppliers.supplier_key,
    innovations.supplier_id,
    units.business_unit_key,
    innovations.business_unit_id,
    innovations.category,
    innovations.title,
    innovations.proposed_on,
    innovations.decided_on,
    innovations.status,
    innovations.proposed_amount,
    innovations.currency,
    {{ reporting_amount('innovations.proposed_amount', 'innovations.currency', 'rates') }} as reporting_amount
from innovations
inner join {{ ref('dim_suppliers') }} as suppliers on suppliers.supplier_id = innovations.supplier_id
inner join {{ ref('dim_business_units') }} as units on units.business_unit_id = innovations.business_unit_id
left join {{ ref('int_fx_rate_spans') }} as rates
    on {{ fx_rate_join('rates', 'innovations.currency', 'innovations.decided_on') }}
