{#
  Connected components over accepted links. Each record begins with its own age; in each round it takes the lowest age
  among itself and its neighbours, then the one that the record of that age has by now. Ages travel at least twice as
  far from round to round, so eight rounds join chains of more than a hundred records; a test says where that is too few.
#}
{%- set rounds = 8 -%}
with edges as (
    select
        links.party_type,
        links.party_id as member_id,
        links.other_id as neighbour_id
    from {{ ref('idn_links') }} as links
    union all
    select
        links.party_type,
        links.other_id as member_id,
        links.party_id as neighbour_id
    from {{ ref('idn_links') }} as links
    union all
    select
        records.party_type,
        records.member_id,
        records.member_id as neighbour_id
    from {{ ref('idn_party_records') }} as records
),

-- The earliest record comes first, those of unknown age last; ties by key.
round_0 as (
    select
        records.party_type,
        records.member_id,
        coalesce(cast(records.created_at as varchar), 'unknown') || ' ' || records.member_id as age,
        coalesce(cast(records.created_at as varchar), 'unknown') || ' ' || records.member_id as own_age
    from {{ ref('idn_party_records') }} as records
),
{% for number in range(1, rounds + 1) %}
nearest_{{ number }} as (
    select
        edges.party_type,
        edges.member_id,
        min(neighbours.age) as age
    from edges
    inner join round_{{ number - 1 }} as neighbours
        on neighbours.party_type = edges.party_type and neighbours.member_id = edges.neighbour_id
    group by edges.party_type, edges.member_id
),

round_{{ number }} as (
    select
        nearest.party_type,
        nearest.member_id,
        least(nearest.age, eldest.age) as age,
        own.own_age
    from nearest_{{ number }} as nearest
    inner join round_{{ number - 1 }} as own
        on own.party_type = nearest.party_type and own.member_id = nearest.member_id
    inner join round_{{ number - 1 }} as eldest
        on eldest.party_type = nearest.party_type and eldest.own_age = nearest.age
),
{% endfor %}
eldest as (
    select
        round_0.party_type,
        round_0.own_age,
        round_0.member_id
    from round_0
)

select
    members.party_type,
    members.member_id,
    eldest.member_id as cluster_id
from round_{{ rounds }} as members
inner join eldest on eldest.party_type = members.party_type and eldest.own_age = members.age
