with components as (
    select
        components.supplier_id,
        components.quarter_start,
        {%- for component in ['delivery', 'quality', 'cost', 'compliance', 'innovation'] %}
        max(components.value) filter (where components.component = '{{ component }}') as {{ component }},
        max(components.weight) filter (where components.component = '{{ component }}') as {{ component }}_weight{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ ref('int_supplier_scorecard_components') }} as components
    group by components.supplier_id, components.quarter_start
)

select
    suppliers.supplier_key,
    cards.supplier_id,
    cards.quarter_start,
    cards.category,
    {%- for component in ['delivery', 'quality', 'cost', 'compliance', 'innovation'] %}
    cast(components.{{ component }} as decimal(28,6)) as {{ component }},
    components.{{ component }}_weight,
    {%- endfor %}
    cast(cards.score as decimal(28,6)) as score,
    cast(cards.coverage_percent as decimal(28,6)) as coverage_percent,
    cast(cards.delivery_line_count as bigint) as delivery_line_count,
    case
        when not cards.is_rated then 'unrated'
        when cards.score >= 85 then 'A'
        when cards.score >= 70 then 'B'
        when cards.score >= 50 then 'C'
        else 'D'
    end as grade,
    cards.is_rated,
    cards.is_final
from {{ ref('int_supplier_scorecards') }} as cards
inner join components
    on components.supplier_id = cards.supplier_id and components.quarter_start = cards.quarter_start
inner join {{ ref('dim_suppliers') }} as suppliers on suppliers.supplier_id = cards.supplier_id
