with run as (
    {{ run_parameters() }}
),

-- The first end at which nothing prolongs a contract: no extension, no renewal of its own.
final_ends as (
    select
        ends.client_contract_id,
        min(ends.due_on) as ends_on
    from {{ ref('int_client_contract_ends') }} as ends
    where not ends.is_extended and not ends.is_renewing_itself
    group by ends.client_contract_id
),

-- From the start of what follows a contract it no longer counts: what names it, amends it, or renewed it.
followers as (
    select
        contracts.client_id,
        contracts.predecessor_id as client_contract_id,
        contracts.starts_on
    from {{ ref('int_client_contracts') }} as contracts
    where contracts.predecessor_id is not null
    union all
    select
        contracts.client_id,
        contracts.amended_id as client_contract_id,
        contracts.starts_on
    from {{ ref('int_client_contracts') }} as contracts
    where contracts.amended_id is not null
    union all
    select
        renewals.client_id,
        renewals.client_contract_id,
        renewals.successor_starts_on as starts_on
    from {{ ref('int_client_renewals') }} as renewals
    where renewals.successor_id is not null
),

replaced as (
    select
        followers.client_id,
        followers.client_contract_id,
        {{ add_days('min(followers.starts_on)', -1) }} as replaced_on
    from followers
    group by followers.client_id, followers.client_contract_id
),

renewals as (
    select
        renewals.client_contract_id,
        {{ add_days('max(renewals.successor_starts_on)', -1) }} as renewed_to,
        max(case when renewals.outcome = 'pending' then 1 else 0 end) = 1 as is_pending
    from {{ ref('int_client_renewals') }} as renewals
    group by renewals.client_contract_id
),

in_force as (
    select
        contracts.client_contract_id,
        contracts.client_id,
        contracts.starts_on,
        least(
            coalesce(final_ends.ends_on, date '9999-12-31'),
            coalesce(contracts.terminated_on, date '9999-12-31'),
            coalesce(replaced.replaced_on, date '9999-12-31')
        ) as in_force_to,
        renewals.renewed_to,
        coalesce(renewals.is_pending, false) as is_pending
    from {{ ref('int_client_contracts') }} as contracts
    left join final_ends on final_ends.client_contract_id = contracts.client_contract_id
    left join replaced
        on
            replaced.client_contract_id = contracts.client_contract_id
            and replaced.client_id = contracts.client_id
    left join renewals on renewals.client_contract_id = contracts.client_contract_id
)

select
    in_force.client_contract_id,
    in_force.client_id,
    in_force.starts_on,
    in_force.in_force_to,
    -- Value recurs through a gap that a successor closed, and through the grace while nobody knows.
    greatest(
        in_force.in_force_to,
        coalesce(in_force.renewed_to, in_force.in_force_to),
        case when in_force.is_pending then run.as_of_on else in_force.in_force_to end
    ) as recurring_to,
    in_force.is_pending
from in_force
cross join run
