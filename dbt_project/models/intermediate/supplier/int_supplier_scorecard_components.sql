with quarters as (
    select
        {{ quarter_of('months.month_start') }} as quarter_start,
        months.month_start,
        months.stock_on
    from {{ ref('int_months') }} as months
    where extract('month' from months.month_start) in (3, 6, 9, 12) or months.is_newest
),

judged as (
    select
        found.supplier_id,
        found.quarter_start
    from {{ ref('int_supplier_scorecard_values') }} as found
    where found.supplier_id <> 'unknown'
    group by found.supplier_id, found.quarter_start
),

placed as (
    select
        judged.supplier_id,
        judged.quarter_start,
        quarters.month_start,
        quarters.stock_on,
        categories.category,
        coalesce(rules.innovation_target, 0) as innovation_target
    from judged
    inner join quarters on quarters.quarter_start = judged.quarter_start
    left join {{ ref('int_supplier_main_categories') }} as categories
        on categories.supplier_id = judged.supplier_id and categories.month_start = quarters.month_start
    left join {{ ref('stg_reference__category_rules') }} as rules
        on rules.category = categories.category
        and quarters.stock_on between rules.valid_from and rules.valid_to
)

select
    placed.supplier_id,
    placed.quarter_start,
    placed.month_start,
    placed.category,
    common.component,
    found.value,
    -- Nobody is judged by innovation where nothing is asked of the category.
    case
        when common.component = 'innovation' and placed.innovation_target = 0 then 0
        else coalesce(own.weight, common.weight)
    end as weight,
    coalesce(found.delivery_line_count, 0) as delivery_line_count,
    coalesce(found.is_final, true) as is_final
from placed
inner join {{ ref('stg_reference__score_weights') }} as common
    on common.score = 'supplier_scorecard'
    and common.scope = '*'
    and placed.stock_on between common.valid_from and common.valid_to
left join {{ ref('stg_reference__score_weights') }} as own
    on own.score = common.score
    and own.component = common.component
    and own.scope = placed.category
    and placed.stock_on between own.valid_from and own.valid_to
left join {{ ref('int_supplier_scorecard_values') }} as found
    on found.supplier_id = placed.supplier_id
    and found.quarter_start = placed.quarter_start
    and found.component = common.component
