with run as (
    {{ run_parameters() }}
),

obligations as (
    select
        obligations.obligation_id,
        obligations.source_system,
        obligations.source_instance,
        obligations.native_id,
        coalesce(members.supplier_id, 'unknown') as supplier_id,
        obligations.supplier_contract_id,
        obligations.obligor,
        obligations.title,
        obligations.due_on,
        case when obligations.met_on <= run.as_of_on then obligations.met_on end as met_on,
        coalesce(obligations.is_waived, false) as is_waived,
        obligations.due_on <= run.as_of_on as is_due,
        run.as_of_on > obligations.due_on as is_final
    from {{ ref('core_obligation') }} as obligations
    cross join run
    left join {{ ref('idn_supplier_members') }} as members on members.member_id = obligations.supplier_id
)

select
    obligations.obligation_id,
    obligations.source_system,
    obligations.source_instance,
    obligations.native_id,
    suppliers.supplier_key,
    obligations.supplier_id,
    obligations.supplier_contract_id,
    obligations.obligor,
    obligations.title,
    obligations.due_on,
    obligations.met_on,
    obligations.is_waived,
    obligations.is_due,
    coalesce(obligations.met_on <= obligations.due_on, false) as is_met_on_time,
    obligations.is_final
from obligations
inner join {{ ref('dim_suppliers') }} as suppliers on suppliers.supplier_id = obligations.supplier_id
