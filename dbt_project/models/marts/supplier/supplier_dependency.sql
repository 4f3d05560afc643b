select
    dependencies.category,
    suppliers.supplier_key,
    dependencies.supplier_id,
    dependencies.stock_on,
    dependencies.spend_amount as reporting_spend_amount,
    cast(dependencies.spend_share as decimal(28,6)) as spend_share,
    cast(dependencies.criticality as decimal(28,6)) as criticality,
    dependencies.has_second_supplier,
    dependencies.has_contingency_plan,
    dependencies.contract_last_on,
    dependencies.is_ending,
    cast(dependencies.risk as decimal(28,6)) as risk,
    case when dependencies.risk >= 55 then 'high' when dependencies.risk >= 30 then 'medium' else 'low' end as risk_level
from {{ ref('int_supplier_dependencies') }} as dependencies
inner join {{ ref('int_months') }} as months on months.month_start = dependencies.month_start
inner join {{ ref('dim_suppliers') }} as suppliers on suppliers.supplier_id = dependencies.supplier_id
where months.is_newest
