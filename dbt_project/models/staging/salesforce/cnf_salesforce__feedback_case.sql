{{ config(materialized='view') }}

with kinds as (
    {{ value_map('salesforce', 'feedback_kind') }}
)

-- Only the kinds of the map are feedback; all other cases are requests.
select
    cases.source_instance,
    cases.case_id as native_id,
    cases.account_id as client_native_id,
    cases.contact_id as contact_native_id,
    cases.owner_id as employee_native_id,
    cases.type_code as kind_code,
    kinds.canonical_value as kind,
    cases.created_at as opened_at,
    cases.closed_at,
    cases.root_cause_code as root_cause,
    coalesce(cases.is_deleted, false) as is_deleted
from {{ ref('stg_salesforce__case') }} as cases
inner join kinds on cases.type_code = kinds.source_value
