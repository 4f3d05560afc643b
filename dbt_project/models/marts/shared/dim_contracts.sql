with run as (
    {{ run_parameters() }}
),

contracts as (
    select
        contracts.client_contract_id as contract_id,
        'client' as party_type,
        contracts.client_id as party_id,
        contracts.contract_number,
        cast(null as varchar) as contract_name,
        contracts.business_unit,
        cast(null as varchar) as category,
        contracts.status,
        contracts.starts_on,
        contracts.ends_on,
        contracts.terminated_on,
        contracts.is_auto_renewing
    from {{ ref('fct_client_contracts') }} as contracts
    union all
    select
        contracts.supplier_contract_id as contract_id,
        'supplier' as party_type,
        coalesce(members.supplier_id, 'unknown') as party_id,
        contracts.contract_number,
        contracts.contract_name,
        contracts.business_unit,
        contracts.category,
        contracts.status,
        contracts.starts_on,
        contracts.ends_on,
        case when contracts.terminated_on <= run.as_of_on then contracts.terminated_on end as terminated_on,
        coalesce(contracts.is_auto_renewed, false) as is_auto_renewing
    from {{ ref('core_supplier_contract') }} as contracts
    cross join run
    left join {{ ref('idn_supplier_members') }} as members on members.member_id = contracts.supplier_id
    where not coalesce(contracts.is_deleted, false) and coalesce(contracts.created_at <= run.as_of, true)
    union all
    select
        'unknown' as contract_id,
        'unknown' as party_type,
        'unknown' as party_id,
        cast(null as varchar) as contract_number,
        cast(null as varchar) as contract_name,
        cast(null as varchar) as business_unit,
        cast(null as varchar) as category,
        cast(null as varchar) as status,
        cast(null as date) as starts_on,
        cast(null as date) as ends_on,
        cast(null as date) as terminated_on,
        cast(null as boolean) as is_auto_renewing
)

select
    {{ surrogate_key('contracts.contract_id') }} as contract_key,
    contracts.contract_id,
    contracts.party_type,
    contracts.party_id,
    contracts.contract_number,
    contracts.contract_name,
    contracts.business_unit,
    contracts.category,
    contracts.status,
    contracts.starts_on,
    contracts.ends_on,
    contracts.terminated_on,
    contracts.is_auto_renewing
from contracts
