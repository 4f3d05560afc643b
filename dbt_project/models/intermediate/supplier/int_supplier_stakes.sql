with spent as (
    select
        spend.supplier_id,
        spend.month_start,
        sum(spend.amount) as amount
    from {{ ref('int_supplier_category_spend') }} as spend
    inner join {{ ref('int_months') }} as months on months.month_start = spend.month_start
    where months.is_newest
    group by spend.supplier_id, spend.month_start
)

select
    suppliers.supplier_id,
    coalesce(managers.manager, 'unknown') as owner_id,
    cast(spent.amount as decimal(28,6)) as reporting_spend_amount
from {{ ref('dim_suppliers') }} as suppliers
left join spent on spent.supplier_id = suppliers.supplier_id
left join {{ ref('int_supplier_main_categories') }} as main
    on main.supplier_id = spent.supplier_id and main.month_start = spent.month_start
left join {{ ref('int_category_managers') }} as managers on managers.category = main.category
