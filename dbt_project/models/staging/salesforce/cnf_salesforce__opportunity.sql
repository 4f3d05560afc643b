{{ config(materialized='view') }}

with statuses as (
    {{ value_map('salesforce', 'opportunity_status') }}
),

renewals as (
    {{ value_map('salesforce', 'opportunity_is_renewal') }}
),

-- The flags say what became of it; the names of stages are the administrator's to change.
opportunities as (
    select
        opportunities.source_instance,
        opportunities.opportunity_id,
        opportunities.account_id,
        opportunities.owner_id,
        opportunities.contract_id,
        opportunities.stage_name,
        {{ salesforce_status_code('opportunities') }} as status_code,
        opportunities.opportunity_type,
        opportunities.amount,
        opportunities.currency,
        opportunities.probability_percent,
        opportunities.created_at,
        opportunities.close_on,
        opportunities.is_deleted
    from {{ ref('stg_salesforce__opportunity') }} as opportunities
)

select
    opportunities.source_instance,
    opportunities.opportunity_id as native_id,
    opportunities.account_id as client_native_id,
    opportunities.owner_id as employee_native_id,
    cast(null as varchar) as product_native_id,
    opportunities.contract_id as contract_native_id,
    opportunities.stage_name as stage_code,
    {{ mapped('opportunities.stage_name', 'statuses') }} as status,
    -- A type that the map does not know tells nothing about renewals.
    renewals.canonical_value = 'true' as is_renewal,
    opportunities.amount,
    opportunities.currency,
    opportunities.probability_percent,
    {{ reporting_date('opportunities.created_at') }} as created_on,
    opportunities.close_on as closed_on,
    coalesce(opportunities.is_deleted, false) as is_deleted
from opportunities
left join statuses on opportunities.status_code = statuses.source_value
left join renewals on opportunities.opportunity_type = renewals.source_value
