-- Where a client stands on as_of's day: by what it is worth, what is at risk, and how much it matters beyond that.
with run as (
    {{ run_parameters() }}
),

-- What is expected of a client yet, as of the newest month.
predicted as (
    select
        predicted.client_id,
        predicted.predicted_amount,
        predicted.is_capped
    from {{ ref('int_client_predicted_values') }} as predicted
    inner join {{ ref('int_months') }} as months on months.month_start = predicted.month_start
    where months.is_newest
)

select
    clients.client_key,
    clients.client_id,
    clients.client_name,
    clients.relationship_manager_id,
    nullif(segments.segment, 'unknown') as segment,
    terciles.value_amount as reporting_annual_value_amount,
    coalesce(terciles.tercile, 'unknown') as value_segment,
    cast(predicted.predicted_amount as decimal(28,6)) as reporting_predicted_value_amount,
    case when predicted.predicted_amount > 0 then predicted.is_capped end as is_capped,
    ratings.score as health_score,
    case ratings.standing when 'good' then 'low' when 'fair' then 'medium' when 'poor' then 'high' else 'unknown' end as risk_segment,
    segments.strategic_weight,
    case
        when segments.strategic_weight >= 3 then 'strategic'
        when segments.strategic_weight = 2 then 'important'
        when segments.strategic_weight <= 1 then 'normal'
        else 'unknown'
    end as strategic_segment
from {{ ref('int_relationship_terciles') }} as terciles
cross join run
inner join {{ ref('dim_clients') }} as clients on clients.client_id = terciles.party_id
left join predicted on predicted.client_id = clients.client_id
left join {{ ref('int_relationship_ratings') }} as ratings
    on ratings.party_type = terciles.party_type and ratings.party_id = terciles.party_id
left join {{ ref('int_client_segments') }} as segments
    on segments.client_id = clients.client_id
    and run.as_of_on between segments.valid_from and segments.valid_to
where terciles.party_type = 'client'
