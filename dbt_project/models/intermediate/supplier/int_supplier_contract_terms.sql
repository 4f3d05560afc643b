with run as (
    {{ run_parameters() }}
),

-- A termination with effect after as_of has not happened yet.
contracts as (
    select
        contracts.supplier_contract_id,
        contracts.supplier_id as source_supplier_id,
        contracts.category,
        contracts.business_unit,
        contracts.currency,
        contracts.starts_on,
        case when not coalesce(contracts.is_auto_renewed, false) then contracts.ends_on end as ends_on,
        case when contracts.terminated_on <= run.as_of_on then contracts.terminated_on end as terminated_on
    from {{ ref('core_supplier_contract') }} as contracts
    cross join run
    where
        contracts.status in ('active', 'ended')
        and not coalesce(contracts.is_deleted, false)
        and (contracts.created_at <= run.as_of or contracts.created_at is null)
)

select
    contracts.supplier_contract_id,
    coalesce(members.supplier_id, 'unknown') as supplier_id,
    contracts.category,
    contracts.business_unit,
    contracts.currency,
    contracts.starts_on,
    least(
        coalesce(contracts.ends_on, date '9999-12-31'),
        coalesce(contracts.terminated_on, date '9999-12-31')
    ) as last_on
from contracts
left join {{ ref('idn_supplier_members') }} as members on members.member_id = contracts.source_supplier_id
