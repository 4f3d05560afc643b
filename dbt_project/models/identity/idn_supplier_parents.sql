with recursive parents as (
    select
        members.supplier_id,
        min(parent_members.supplier_id) as parent_supplier_id
    from {{ ref('idn_supplier_members') }} as members
    inner join {{ ref('core_supplier') }} as suppliers on suppliers.supplier_id = members.member_id
    left join {{ ref('idn_supplier_members') }} as parent_members
        on
            parent_members.member_id = {{ entity_key('suppliers', 'parent_native_id') }}
            and parent_members.supplier_id <> members.supplier_id
    group by members.supplier_id
),

-- A chain of parents is followed to its end; one that runs into a circle stops after 20 steps.
ancestors as (
    select
        parents.supplier_id,
        parents.supplier_id as ancestor_id,
        0 as steps
    from parents
    union all
    select
        ancestors.supplier_id,
        parents.parent_supplier_id as ancestor_id,
        ancestors.steps + 1 as steps
    from ancestors
    inner join parents on parents.supplier_id = ancestors.ancestor_id
    where parents.parent_supplier_id is not null and ancestors.steps < 20
),

furthest as (
    select
        ancestors.supplier_id,
        max(ancestors.steps) as steps
    from ancestors
    group by ancestors.supplier_id
),

tops as (
    select
        furthest.supplier_id,
        ancestors.ancestor_id as top_id
    from furthest
    inner join ancestors on ancestors.supplier_id = furthest.supplier_id and ancestors.steps = furthest.steps
),

-- The companies of a circle own each other: they are one, named by the lowest key.
circles as (
    select
        ancestors.supplier_id,
        min(ancestors.ancestor_id) as lowest_id
    from ancestors
    group by ancestors.supplier_id
    having count(case when ancestors.ancestor_id = ancestors.supplier_id then 1 end) > 1
)

select
    tops.supplier_id,
    coalesce(circles.lowest_id, tops.top_id) as ultimate_parent_id
from tops
left join circles on circles.supplier_id = tops.top_id
