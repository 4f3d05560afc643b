with weighed as (
    select
        components.client_id,
        components.month_start,
        sum(components.weight * components.value) as points,
        sum(components.weight) filter (where components.value is not null) as weight,
        sum(components.weight) as whole_weight,
        count(components.value) as component_count,
        bool_and(components.is_final) as is_final
    from {{ ref('int_client_health_components') }} as components
    group by components.client_id, components.month_start
)

select
    weighed.client_id,
    weighed.month_start,
    {{ divide('weighed.points', 'weighed.weight', scale=12, digits=12) }} as score,
    {{ divide('weighed.weight', 'weighed.whole_weight', 100, scale=12) }} as coverage_percent,
    weighed.component_count,
    2 * weighed.weight >= weighed.whole_weight as is_known,
    weighed.is_final
from weighed
where weighed.weight > 0
