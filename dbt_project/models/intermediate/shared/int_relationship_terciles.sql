with ranked as (
    select
        worth.party_type,
        worth.party_id,
        worth.group_type,
        worth.group_name,
        worth.value_amount,
        count(worth.value_amount) over (partition by worth.party_type, worth.group_name) as group_size,
        rank() over (
            partition by worth.party_type, worth.group_name
            order by worth.value_amount desc nulls last
        ) as place
    from {{ ref('int_relationship_values') }} as worth
)

-- Equals stand in one tercile, the better one.
select
    ranked.party_type,
    ranked.party_id,
    ranked.group_type,
    ranked.group_name,
    ranked.value_amount,
    case when ranked.group_name is not null then ranked.group_size end as group_size,
    case when ranked.group_name is not null and ranked.value_amount is not null then ranked.place end as place,
    case
        when ranked.group_name is null or ranked.value_amount is null or ranked.group_size < 6 then null
        when 3 * (ranked.place - 1) < ranked.group_size then 'high'
        when 3 * (ranked.place - 1) < 2 * ranked.group_size then 'middle'
        else 'low'
    end as tercile
from ranked
