{{ config(materialized='view') }}

with statuses as (
    {{ value_map('crm_sales', 'opportunity_status') }}
),

spellings as (
    {{ value_map('crm_sales', 'product') }}
)

select
    opportunities.source_instance,
    opportunities.opportunity_id as native_id,
    opportunities.account_name as client_native_id,
    opportunities.sales_agent as employee_native_id,
    -- The map mends spellings; a name that needs no mending stands as it is.
    coalesce(spellings.canonical_value, opportunities.product_name) as product_native_id,
    cast(null as varchar) as contract_native_id,
    opportunities.deal_stage as stage_code,
    {{ mapped('opportunities.deal_stage', 'statuses') }} as status,
    cast(null as boolean) as is_renewal,
    opportunities.close_value as amount,
    'USD' as currency,
    cast(null as decimal(28,6)) as probability_percent,
    opportunities.engaged_on as created_on,
    opportunities.closed_on,
    false as is_deleted
from {{ ref('stg_crm_sales__opportunities') }} as opportunities
left join statuses on opportunities.deal_stage = statuses.source_value
left join spellings on opportunities.product_name = spellings.source_value
