with run as (
    {{ run_parameters() }}
),

-- A contract that renews itself ends next with its running term, unless somebody ends it before.
of_clients as (
    select
        contracts.client_contract_id as contract_id,
        'client' as party_type,
        contracts.client_id as party_id,
        clients.client_name as party_name,
        contracts.contract_number,
        contracts.business_unit,
        contracts.starts_on,
        nullif(
            least(contracts.in_force_to, coalesce(next_ends.next_end_on, date '9999-12-31')), date '9999-12-31'
        ) as ends_on,
        contracts.is_auto_renewing and contracts.in_force_to = date '9999-12-31' as is_auto_renewing,
        coalesce(contracts.notice_days, 0) as notice_length,
        'days' as notice_unit,
        contracts.is_in_force,
        contracts.is_renewal_pending and contracts.in_force_to < run.as_of_on as is_renewal_pending,
        contracts.annual_amount as value_amount,
        'annual' as value_basis,
        contracts.currency,
        contracts.reporting_annual_amount as reporting_value_amount
    from {{ ref('fct_client_contracts') }} as contracts
    cross join run
    inner join {{ ref('dim_clients') }} as clients on clients.client_id = contracts.client_id
    left join {{ ref('int_client_contract_next_ends') }} as next_ends
        on next_ends.client_contract_id = contracts.client_contract_id
    where
        contracts.in_force_to >= run.as_of_on
        or (contracts.is_renewal_pending and contracts.in_force_to < run.as_of_on)
),

-- One with a supplier goes on past its end, for nobody says how long.
of_suppliers as (
    select
        terms.supplier_contract_id as contract_id,
        'supplier' as party_type,
        terms.supplier_id as party_id,
        suppliers.supplier_name as party_name,
        contracts.contract_number,
        contracts.business_unit,
        terms.starts_on,
        nullif(
            least(terms.last_on, case when core.ends_on >= run.as_of_on then core.ends_on else date '9999-12-31' end),
            date '9999-12-31'
        ) as ends_on,
        contracts.is_auto_renewing and terms.last_on = date '9999-12-31' as is_auto_renewing,
        coalesce(core.notice_length, 0) as notice_length,
        coalesce(core.notice_unit, 'days') as notice_unit,
        run.as_of_on between terms.starts_on and terms.last_on as is_in_force,
        false as is_renewal_pending,
        core.committed_amount as value_amount,
        'committed' as value_basis,
        core.currency,
        {{ reporting_amount('core.committed_amount', 'core.currency', 'rates') }} as reporting_value_amount
    from {{ ref('int_supplier_contract_terms') }} as terms
    cross join run
    inner join {{ ref('dim_contracts') }} as contracts on contracts.contract_id = terms.supplier_contract_id
    inner join {{ ref('core_supplier_contract') }} as core on core.supplier_contract_id = terms.supplier_contract_id
    inner join {{ ref('dim_suppliers') }} as suppliers on suppliers.supplier_id = terms.supplier_id
    left join {{ ref('int_fx_rate_spans') }} as rates on {{ fx_rate_join('rates', 'core.currency', 'terms.starts_on') }}
    where terms.last_on >= run.as_of_on
),

contracts as (
    select
        of_clients.contract_id,
        of_clients.party_type,
        of_clients.party_id,
        of_clients.party_name,
        of_clients.contract_number,
        of_clients.business_unit,
        of_clients.starts_on,
        of_clients.ends_on,
        of_clients.is_auto_renewing,
        of_clients.notice_length,
        of_clients.notice_unit,
        of_clients.is_in_force,
        of_clients.is_renewal_pending,
        of_clients.value_amount,
        of_clients.value_basis,
        of_clients.currency,
        of_clients.reporting_value_amount
    from of_clients
    union all
    select
        of_suppliers.contract_id,
        of_suppliers.party_type,
        of_suppliers.party_id,
        of_suppliers.party_name,
        of_suppliers.contract_number,
        of_suppliers.business_unit,
        of_suppliers.starts_on,
        of_suppliers.ends_on,
        of_suppliers.is_auto_renewing,
        of_suppliers.notice_length,
        of_suppliers.notice_unit,
        of_suppliers.is_in_force,
        of_suppliers.is_renewal_pending,
        of_suppliers.value_amount,
        of_suppliers.value_basis,
        of_suppliers.currency,
        of_suppliers.reporting_value_amount
    from of_suppliers
)

select
    contracts.contract_id,
    contracts.party_type,
    contracts.party_id,
    contracts.party_name,
    contracts.contract_number,
    contracts.business_unit,
    contracts.starts_on,
    contracts.ends_on,
    case
        when not contracts.is_auto_renewing then null
        when contracts.notice_unit = 'days' then {{ add_days('contracts.ends_on', '-contracts.notice_length') }}
        when contracts.notice_unit = 'months' then {{ add_months('contracts.ends_on', '-contracts.notice_length') }}
        when contracts.notice_unit = 'years' then {{ add_months('contracts.ends_on', '-12 * contracts.notice_length') }}
    end as notice_by_on,
    contracts.is_auto_renewing,
    contracts.is_in_force,
    contracts.is_renewal_pending,
    cast(contracts.value_amount as decimal(28,6)) as value_amount,
    contracts.value_basis,
    contracts.currency,
    contracts.reporting_value_amount
from contracts
