with run as (
    {{ run_parameters() }}
),

internal as (
    select internal.supplier_id
    from {{ ref('stg_reference__internal_suppliers') }} as internal
    cross join run
    where run.as_of_on between internal.valid_from and internal.valid_to
    group by internal.supplier_id
),

-- A supplier has several records; what counts is what the earliest one that is not deleted says.
records as (
    {{- supplier_records(ref('core_supplier')) }}),

suppliers as (
    select
        records.supplier_id,
        {{ first_known('supplier_name') }} as supplier_name,
        {{ first_known('country') }} as country,
        {{ may_be_ordered_from() }} as is_active
    from records
    group by records.supplier_id
),

internal_suppliers as (
    select members.supplier_id
    from {{ ref('idn_supplier_members') }} as members
    inner join internal on internal.supplier_id = members.member_id
    group by members.supplier_id
),

members as (
    select
        suppliers.supplier_id,
        suppliers.supplier_name,
        parents.ultimate_parent_id,
        suppliers.country,
        suppliers.is_active,
        internal_suppliers.supplier_id is not null as is_internal
    from suppliers
    left join {{ ref('idn_supplier_parents') }} as parents on parents.supplier_id = suppliers.supplier_id
    left join internal_suppliers on internal_suppliers.supplier_id = suppliers.supplier_id
    union all
    select
        'unknown' as supplier_id,
        'unknown' as supplier_name,
        'unknown' as ultimate_parent_id,
        cast(null as varchar) as country,
        cast(null as boolean) as is_active,
        false as is_internal
)

select
    {{ surrogate_key('members.supplier_id') }} as supplier_key,
    members.supplier_id,
    members.supplier_name,
    members.ultimate_parent_id,
    members.country,
    members.is_active,
    members.is_internal
from members
