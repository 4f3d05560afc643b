with run as (
    {{ run_parameters() }}
),

-- What an annual value is worth is told at the last day in force, or today.
contracts as (
    select
        core.client_contract_id,
        core.source_system,
        core.source_instance,
        core.native_id,
        coalesce(members.client_id, 'unknown') as client_id,
        core.contract_number,
        core.business_unit,
        core.status,
        core.starts_on,
        known.original_ends_on,
        known.ends_on,
        known.extended_on,
        known.terminated_on,
        known.signed_on,
        core.is_auto_renewing,
        core.notice_days,
        known.notice_given_on,
        spans.in_force_to,
        coalesce(run.as_of_on between spans.starts_on and spans.in_force_to, false) as is_in_force,
        coalesce(spans.is_pending, false) as is_renewal_pending,
        core.predecessor_id,
        core.amended_id,
        core.annual_amount,
        core.one_off_amount,
        core.currency,
        core.licensed_seats,
        least(coalesce(spans.in_force_to, run.as_of_on), run.as_of_on) as valued_on
    from {{ ref('core_client_contract') }} as core
    cross join run
    left join {{ ref('idn_client_members') }} as members on members.member_id = core.client_id
    left join {{ ref('int_client_contracts') }} as known on known.client_contract_id = core.client_contract_id
    left join {{ ref('int_client_contract_spans') }} as spans on spans.client_contract_id = core.client_contract_id
    where not coalesce(core.is_deleted, false) and coalesce(core.created_at <= run.as_of, true)
)

select
    contracts.client_contract_id,
    contracts.source_system,
    contracts.source_instance,
    contracts.native_id,
    clients.client_key,
    contracts.client_id,
    contracts.contract_number,
    contracts.business_unit,
    contracts.status,
    contracts.starts_on,
    contracts.original_ends_on,
    contracts.ends_on,
    contracts.extended_on,
    contracts.terminated_on,
    contracts.signed_on,
    contracts.is_auto_renewing,
    contracts.notice_days,
    contracts.notice_given_on,
    contracts.in_force_to,
    contracts.is_in_force,
    contracts.is_renewal_pending,
    contracts.predecessor_id,
    contracts.amended_id,
    contracts.annual_amount,
    contracts.one_off_amount,
    contracts.currency,
    {{ reporting_amount('contracts.annual_amount', 'contracts.currency', 'rates') }} as reporting_annual_amount,
    contracts.licensed_seats
from contracts
inner join {{ ref('dim_clients') }} as clients on clients.client_id = contracts.client_id
left join {{ ref('int_fx_rate_spans') }} as rates
    on {{ fx_rate_join('rates', 'contracts.currency', 'contracts.valued_on') }}
