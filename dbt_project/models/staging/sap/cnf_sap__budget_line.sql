{{ config(materialized='view') }}

with clients as (
    {{ sap_clients() }}
),

kinds as (
    {{ value_map('sap', 'budget_kind') }}
),

factors as (
    {{ value_map('sap', 'currency_factor') }}
)

select
    budgets.source_instance,
    budgets.budget_object_id || '/' || budgets.fiscal_year || '/' || budgets.period_code
    || '/' || budgets.budget_entry_id as native_id,
    budgets.company_code as buying_company,
    companies.company_name as business_unit,
    cast(null as varchar) as category,
    -- Periods 001 to 012 are months; the special ones after them are none.
    {{ typed("budgets.fiscal_year || '-' || right(budgets.period_code, 2) || '-01'", 'date', ['iso'], 'UTC', []) }} as month_on,
    {{ sap_amount('budgets.amount', 'factors') }} as amount,
    budgets.currency,
    budgets.kind_code,
    {{ mapped('budgets.kind_code', 'kinds') }} as kind,
    false as is_deleted
from {{ ref('stg_sap__bpge') }} as budgets
inner join clients on budgets.client_code = clients.client_code
left join {{ ref('stg_sap__t001') }} as companies on {{ sap_same('budgets', 'companies', ['company_code']) }}
left join kinds on budgets.kind_code = kinds.source_value
left join factors on budgets.currency = factors.source_value
