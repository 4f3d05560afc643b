{{ config(materialized='view') }}

select
    budgets.source_instance,
    budgets.business_unit || '-' || budgets.category || '-' || cast(budgets.planned_on as varchar) as native_id,
    cast(null as varchar) as buying_company,
    budgets.business_unit,
    nullif(budgets.category, '*') as category,
    {{ month_of('budgets.planned_on') }} as month_on,
    budgets.amount,
    budgets.currency,
    cast(null as varchar) as kind_code,
    'budget' as kind,
    false as is_deleted
from {{ ref('stg_company_files__budgets') }} as budgets
