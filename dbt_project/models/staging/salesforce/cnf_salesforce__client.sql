{{ config(materialized='view') }}

select
    accounts.source_instance,
    accounts.account_id as native_id,
    accounts.account_name as client_name,
    accounts.parent_account_id as parent_native_id,
    accounts.industry as segment,
    accounts.billing_country as country,
    accounts.owner_id as employee_native_id,
    accounts.business_unit,
    accounts.created_at,
    coalesce(accounts.is_deleted, false) or accounts.master_account_id is not null as is_deleted
from {{ ref('stg_salesforce__account') }} as accounts
