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

members as (
    select
        members.supplier_id,
        suppliers.supplier_name,
        parents.ultimate_parent_id,
        suppliers.country,
        suppliers.is_active,
        internal.supplier_id is not null as is_internal
    from {{ ref('idn_supplier_members') }} as members
    inner join {{ ref('core_supplier') }} as suppliers on suppliers.supplier_id = members.supplier_id
    left join {{ ref('idn_supplier_parents') }} as parents on parents.supplier_id = members.supplier_id
    left join internal on internal.supplier_id = members.supplier_id
    where members.member_id = members.supplier_id
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
