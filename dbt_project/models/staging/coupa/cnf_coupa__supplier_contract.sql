{{ config(materialized='view') }}

with statuses as (
    {{ value_map('coupa', 'contract_status') }}
),

-- The CSV for people shows the contracts of the API again, and counts where the API shows none of that number.
only_in_csv as (
    select
        listed.source_instance,
        listed.contract_number,
        listed.contract_name,
        suppliers.supplier_id,
        listed.status_code,
        listed.starts_on,
        -- Known of this export: Expires is one day late.
        {{ add_days('listed.expires_on', -1) }} as ends_on,
        {{ typed("replace(listed.committed_value, '&nbsp;', '')", 'decimal(28,6)', ['iso'], 'UTC', []) }} as committed_amount,
        listed.currency
    from {{ ref('stg_coupa__contracts_csv') }} as listed
    left join {{ ref('stg_coupa__contracts') }} as contracts
        on
            listed.source_instance = contracts.source_instance
            and listed.contract_number = contracts.contract_number
    left join {{ ref('stg_coupa__suppliers') }} as suppliers
        on
            listed.source_instance = suppliers.source_instance
            and listed.supplier_number = suppliers.supplier_number
    where contracts.contract_number is null
),

contracts as (
    select
        contracts.source_instance,
        cast(contracts.contract_id as varchar) as native_id,
        contracts.contract_number,
        contracts.contract_name,
        contracts.supplier_id,
        contracts.department,
        contracts.commodity,
        contracts.status_code,
        contracts.starts_on,
        contracts.ends_on,
        contracts.terminated_on,
        contracts.term_code = 'auto_renew' as is_auto_renewed,
        contracts.notice_length,
        contracts.notice_unit,
        contracts.committed_amount,
        contracts.currency,
        contracts.created_at
    from {{ ref('stg_coupa__contracts') }} as contracts
    union all
    select
        only_in_csv.source_instance,
        only_in_csv.contract_number as native_id,
        only_in_csv.contract_number,
        only_in_csv.contract_name,
        only_in_csv.supplier_id,
        cast(null as varchar) as department,
        cast(null as varchar) as commodity,
        only_in_csv.status_code,
        only_in_csv.starts_on,
        only_in_csv.ends_on,
        cast(null as date) as terminated_on,
        cast(null as boolean) as is_auto_renewed,
        cast(null as bigint) as notice_length,
        cast(null as varchar) as notice_unit,
        only_in_csv.committed_amount,
        only_in_csv.currency,
        cast(null as timestamp) as created_at
    from only_in_csv
)

select
    contracts.source_instance,
    contracts.native_id,
    contracts.contract_number,
    contracts.contract_name,
    cast(contracts.supplier_id as varchar) as supplier_native_id,
    cast(null as varchar) as buying_company,
    contracts.department as business_unit,
    contracts.commodity as category,
    contracts.status_code,
    {{ mapped('contracts.status_code', 'statuses') }} as status,
    contracts.starts_on,
    contracts.ends_on,
    contracts.terminated_on,
    contracts.is_auto_renewed,
    contracts.notice_length,
    contracts.notice_unit,
    contracts.committed_amount,
    contracts.currency,
    contracts.created_at,
    false as is_deleted
from contracts
left join statuses on contracts.status_code = statuses.source_value
