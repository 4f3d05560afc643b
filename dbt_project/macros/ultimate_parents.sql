{#
  The company on top of each client or supplier, `ultimate_parent_id`: where a system knows a record's parent and has a record
  of it, that one, and so on; else the company itself.
#}
{% macro ultimate_parents(side) %}
with recursive parents as (
    select
        members.{{ side }}_id,
        min(parent_members.{{ side }}_id) as parent_id
    from {{ ref('idn_' ~ side ~ '_members') }} as members
    inner join {{ ref('core_' ~ side) }} as records on records.{{ side }}_id = members.member_id
    left join {{ ref('idn_' ~ side ~ '_members') }} as parent_members
        on
            parent_members.member_id = {{ entity_key('records', 'parent_native_id') }}
            and parent_members.{{ side }}_id <> members.{{ side }}_id
    group by members.{{ side }}_id
),

-- A chain of parents is followed to its end; one that runs into a circle stops after 20 steps.
ancestors as (
    select
        parents.{{ side }}_id,
        parents.{{ side }}_id as ancestor_id,
        0 as steps
    from parents
    union all
    select
        ancestors.{{ side }}_id,
        parents.parent_id as ancestor_id,
        ancestors.steps + 1 as steps
    from ancestors
    inner join parents on parents.{{ side }}_id = ancestors.ancestor_id
    where parents.parent_id is not null and ancestors.steps < 20
),

furthest as (
    select
        ancestors.{{ side }}_id,
        max(ancestors.steps) as steps
    from ancestors
    group by ancestors.{{ side }}_id
),

tops as (
    select
        furthest.{{ side }}_id,
        ancestors.ancestor_id as top_id
    from furthest
    inner join ancestors on ancestors.{{ side }}_id = furthest.{{ side }}_id and ancestors.steps = furthest.steps
),

-- The companies of a circle own each other: they are one, named by the lowest key.
circles as (
    select
        ancestors.{{ side }}_id,
        min(ancestors.ancestor_id) as lowest_id
    from ancestors
    group by ancestors.{{ side }}_id
    having count(case when ancestors.ancestor_id = ancestors.{{ side }}_id then 1 end) > 1
)

select
    tops.{{ side }}_id,
    coalesce(circles.lowest_id, tops.top_id) as ultimate_parent_id
from tops
left join circles on circles.{{ side }}_id = tops.top_id
{% endmacro %}
