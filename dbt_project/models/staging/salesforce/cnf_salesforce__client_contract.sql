{{ config(materialized='view') }}

with statuses as (
    {{ value_map('salesforce', 'contract_status') }}
)

select
    contracts.source_instance,
    contracts.contract_id as native_id,
    contracts.account_id as client_native_id,
    contracts.owner_id as employee_native_id,
    contracts.contract_number,
    cast(null as varchar) as business_unit,
    contracts.status_code,
    {{ mapped('contracts.status_code', 'statuses') }} as status,
    contracts.starts_on,
    contracts.ends_on,
    -- A contract that was never extended ends as it was signed.
    coalesce(contracts.original_ends_on, contracts.ends_on) as original_ends_on,
    contracts.extended_on,
    contracts.terminated_on,
    contracts.signed_on,
    coalesce(contracts.is_auto_renewing, false) as is_auto_renewing,
    contracts.notice_days,
    contracts.notice_given_on,
    contracts.predecessor_contract_id as predecessor_native_id,
    contracts.amended_contract_id as amended_native_id,
    contracts.annual_amount,
    contracts.one_off_amount,
    contracts.currency,
    contracts.licensed_seats,
    contracts.created_at,
    coalesce(contracts.is_deleted, false) as is_deleted
from {{ ref('stg_salesforce__contract') }} as contracts
left join statuses on contracts.status_code = statuses.source_value
