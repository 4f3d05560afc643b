with judged as (
    select
        found.client_id,
        found.month_start
    from {{ ref('int_client_health_values') }} as found
    group by found.client_id, found.month_start
),

placed as (
    select
        judged.client_id,
        judged.month_start,
        months.stock_on,
        segments.segment
    from judged
    inner join {{ ref('int_months') }} as months on months.month_start = judged.month_start
    inner join {{ ref('int_client_segments') }} as segments
        on
            segments.client_id = judged.client_id
            and months.stock_on between segments.valid_from and segments.valid_to
)

select
    placed.client_id,
    placed.month_start,
    common.component,
    found.value,
    coalesce(own.weight, common.weight) as weight,
    coalesce(found.is_final, true) as is_final
from placed
inner join {{ ref('stg_reference__score_weights') }} as common
    on
        common.score = 'client_health_score'
        and common.scope = '*'
        and placed.stock_on between common.valid_from and common.valid_to
left join {{ ref('stg_reference__score_weights') }} as own
    on
        own.score = common.score
        and own.component = common.component
        and own.scope = placed.segment
        and placed.stock_on between own.valid_from and own.valid_to
left join {{ ref('int_client_health_values') }} as found
    on
        found.client_id = placed.client_id
        and found.month_start = placed.month_start
        and found.component = common.component
