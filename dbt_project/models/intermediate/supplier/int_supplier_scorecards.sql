with weighed as (
    select
        components.supplier_id,
        components.quarter_start,
        components.month_start,
        components.category,
        sum(components.weight * components.value) as points,
        sum(components.weight) filter (where components.value is not null) as weight,
        sum(components.weight) as whole_weight,
        count(components.value) filter (where components.weight <> 0) as component_count,
        sum(components.delivery_line_count) as delivery_line_count,
        bool_and(components.is_final) as is_final
    from {{ ref('int_supplier_scorecard_components') }} as components
    group by components.supplier_id, components.quarter_start, components.month_start, components.category
),

scored as (
    select
        weighed.supplier_id,
        weighed.quarter_start,
        weighed.month_start,
        weighed.category,
        {{ divide('weighed.points', 'weighed.weight', scale=18, digits=12) }} as score,
        {{ divide('weighed.weight', 'weighed.whole_weight', 100, scale=18) }} as coverage_percent,
        weighed.component_count,
        weighed.delivery_line_count,
        weighed.is_final
    from weighed
    where weighed.weight > 0
)

select
    scored.supplier_id,
    scored.quarter_start,
    scored.month_start,
    scored.category,
    scored.score,
    scored.coverage_percent,
    scored.component_count,
    scored.delivery_line_count,
    scored.coverage_percent >= 50 and scored.delivery_line_count >= 10 as is_rated,
    scored.is_final
from scored
