{{ config(materialized='view') }}

select
    budgets.source_instance,
    cast(budgets.budget_line_id as varchar) as native_id,
    budgets.chart_of_accounts as buying_company,
    budgets.business_unit,
    cast(null as varchar) as category,
    {{ month_of('budgets.starts_on') }} as month_on,
    budgets.amount,
    budgets.currency,
    cast(null as varchar) as kind_code,
    'budget' as kind,
    false as is_deleted
from {{ ref('stg_coupa__budget_lines') }} as budgets
