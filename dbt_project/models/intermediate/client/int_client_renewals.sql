with run as (
    {{ run_parameters() }}
),

-- A contract of the same client that shares a family and starts about then may renew what nothing else renewed.
candidates as (
    select
        dues.client_contract_id,
        dues.due_on,
        contracts.client_contract_id as candidate_id,
        contracts.starts_on as candidate_starts_on
    from {{ ref('int_client_contract_dues') }} as dues
    inner join {{ ref('int_client_contracts') }} as contracts
        on
            contracts.client_id = dues.client_id
            and contracts.client_contract_id <> dues.client_contract_id
            and contracts.amended_id is null
            and contracts.starts_on >= {{ add_days('dues.due_on', -var('renewal_early_days')) }}
            and contracts.starts_on <= {{ add_days('dues.due_on', var('renewal_grace_days')) }}
    inner join {{ ref('core_client_contract_family') }} as due_families
        on due_families.client_contract_id = dues.client_contract_id
    inner join {{ ref('core_client_contract_family') }} as families
        on
            families.client_contract_id = contracts.client_contract_id
            and families.product_family = due_families.product_family
    where dues.renewal = 'undecided'
    group by dues.client_contract_id, dues.due_on, contracts.client_contract_id, contracts.starts_on
),

-- It renews one contract only, the one due nearest to its start; the earliest candidate of a contract renews it.
nearest as (
    select
        candidates.client_contract_id,
        candidates.candidate_id,
        candidates.candidate_starts_on,
        row_number() over (
            partition by candidates.candidate_id
            order by
                abs({{ days_between('candidates.candidate_starts_on', 'candidates.due_on') }}),
                candidates.client_contract_id
        ) as place
    from candidates
),

followers as (
    select
        nearest.client_contract_id,
        nearest.candidate_id,
        row_number() over (
            partition by nearest.client_contract_id order by nearest.candidate_starts_on, nearest.candidate_id
        ) as place
    from nearest
    where nearest.place = 1
),

decided as (
    select
        dues.client_contract_id,
        dues.client_id,
        dues.end_number,
        dues.due_on,
        coalesce(dues.successor_id, followers.candidate_id) as successor_id,
        case
            when dues.renewal <> 'undecided' then dues.renewal
            when followers.candidate_id is not null then 'by_successor'
        end as renewed_by,
        contracts.extended_on,
        contracts.terminated_on,
        coalesce(contracts.terminated_on <= dues.due_on, false)
        or run.as_of_on > {{ add_days('dues.due_on', var('renewal_grace_days')) }} as is_over
    from {{ ref('int_client_contract_dues') }} as dues
    cross join run
    inner join {{ ref('int_client_contracts') }} as contracts on contracts.client_contract_id = dues.client_contract_id
    left join followers
        on
            followers.client_contract_id = dues.client_contract_id
            and followers.place = 1
            and dues.renewal = 'undecided'
)

select
    decided.client_contract_id,
    decided.client_id,
    decided.end_number,
    decided.due_on,
    case
        when decided.renewed_by is not null then 'renewed'
        when decided.is_over then 'lost'
        else 'pending'
    end as outcome,
    decided.renewed_by,
    decided.successor_id,
    -- A contract terminated early and not renewed counts in the month of its termination.
    case
        when decided.renewed_by is null and decided.terminated_on < decided.due_on then decided.terminated_on
        else decided.due_on
    end as counted_on,
    case
        when decided.renewed_by = 'by_extension' then decided.extended_on
        else successors.signed_on
    end as signed_on,
    successors.starts_on as successor_starts_on
from decided
left join {{ ref('int_client_contracts') }} as successors on successors.client_contract_id = decided.successor_id
