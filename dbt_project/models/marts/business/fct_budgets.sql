select
    lines.budget_line_id,
    lines.source_system,
    lines.source_instance,
    lines.native_id,
    units.business_unit_key,
    units.business_unit_id,
    lines.buying_company,
    lines.category,
    {{ month_of('lines.month_on') }} as month_on,
    lines.amount,
    lines.currency,
    {{ reporting_amount('lines.amount', 'lines.currency', 'rates') }} as reporting_amount
from {{ ref('core_budget_line') }} as lines
inner join {{ ref('dim_business_units') }} as units on units.business_unit_id = coalesce(lines.business_unit, 'unknown')
left join {{ ref('int_fx_rate_spans') }} as rates
    on {{ fx_rate_join('rates', 'lines.currency', month_of('lines.month_on')) }}
where lines.kind = 'budget' and not coalesce(lines.is_deleted, false)
