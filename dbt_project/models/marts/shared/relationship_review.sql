with run as (
    {{ run_parameters() }}
),

parties as (
    select
        'client' as party_type,
        clients.client_id as party_id,
        clients.client_name as party_name,
        clients.relationship_manager_id
    from {{ ref('dim_clients') }} as clients
    union all
    select
        'supplier' as party_type,
        suppliers.supplier_id as party_id,
        suppliers.supplier_name as party_name,
        cast(null as varchar) as relationship_manager_id
    from {{ ref('dim_suppliers') }} as suppliers
),

judged as (
    select
        terciles.party_type,
        terciles.party_id,
        parties.party_name,
        coalesce(parties.relationship_manager_id, managers.manager, 'unknown') as relationship_manager_id,
        terciles.group_type,
        terciles.group_name,
        terciles.group_size,
        terciles.place,
        terciles.value_amount,
        terciles.tercile,
        ratings.rated_period_start,
        ratings.score,
        ratings.coverage_percent,
        ratings.rating,
        ratings.standing,
        grounds.low_quarter_count,
        grounds.failed_plan_id,
        grounds.has_alternative,
        terciles.tercile = 'low' and ratings.standing = 'poor' as is_candidate,
        grounds.is_met
    from {{ ref('int_relationship_terciles') }} as terciles
    cross join run
    inner join parties on parties.party_type = terciles.party_type and parties.party_id = terciles.party_id
    inner join {{ ref('int_exit_grounds') }} as grounds
        on grounds.party_type = terciles.party_type and grounds.party_id = terciles.party_id
    left join {{ ref('int_relationship_ratings') }} as ratings
        on ratings.party_type = terciles.party_type and ratings.party_id = terciles.party_id
    left join {{ ref('stg_reference__category_managers') }} as managers
        on terciles.party_type = 'supplier'
        and managers.category = terciles.group_name
        and run.as_of_on between managers.valid_from and managers.valid_to
)

select
    judged.party_type,
    judged.party_id,
    judged.party_name,
    judged.relationship_manager_id,
    judged.group_type,
    judged.group_name,
    cast(judged.group_size as bigint) as group_size,
    cast(judged.place as bigint) as value_place,
    judged.value_amount as reporting_value_amount,
    judged.tercile as value_tercile,
    judged.rated_period_start,
    judged.score,
    judged.coverage_percent,
    coalesce(judged.rating, case judged.party_type when 'client' then 'unknown' else 'unrated' end) as rating,
    case
        when judged.tercile is null or judged.standing is null then 'measure'
        when judged.is_candidate and judged.is_met then 'exit'
        when judged.tercile = 'high' and judged.standing = 'poor' then 'repair_with_sponsor'
        when judged.tercile = 'high' and judged.standing = 'fair' then 'repair'
        when judged.tercile = 'high' or (judged.tercile = 'middle' and judged.standing = 'good') then 'grow'
        when judged.standing = 'poor' then 'repair'
        else 'keep'
    end as proposal,
    case
        when judged.group_name is null then judged.group_type || ' is not known'
        when judged.value_amount is null then 'value is not known: no fresh rate of its currency'
        when judged.tercile is null
            then cast(judged.group_size as varchar) || ' with a known value in ' || judged.group_type || ' ' || judged.group_name
                || ', terciles need 6'
        else 'value is number ' || cast(judged.place as varchar) || ' of ' || cast(judged.group_size as varchar)
            || ' in ' || judged.group_type || ' ' || judged.group_name || ': ' || judged.tercile
    end as value_reason,
    case
        when judged.score is null then 'no score at all'
        when judged.standing is null
            then judged.rating || ' at a coverage of ' || cast(cast(judged.coverage_percent as decimal(28,1)) as varchar) || ' %'
        else 'score of ' || cast(cast(judged.score as decimal(28,1)) as varchar) || ': ' || judged.rating
    end as rating_reason,
    case
        when not judged.is_candidate or judged.is_candidate is null then null
        when judged.is_met
            then 'two complete quarters below 50, remediation plan ' || judged.failed_plan_id || ' failed'
                || case when judged.has_alternative then ', another supplier is qualified' else '' end
        when judged.low_quarter_count < 2 then 'no exit: fewer than two complete quarters below 50'
        when judged.failed_plan_id is null then 'no exit: the last remediation plan did not fail'
        else 'no exit: no other supplier is qualified'
    end as exit_reason,
    cast(judged.low_quarter_count as bigint) as low_quarter_count,
    judged.failed_plan_id,
    judged.has_alternative
from judged
