with run as (
    {{ run_parameters() }}
),

-- An amended contract is never due: its amendment is.
amended as (
    select
        amendments.client_id,
        amendments.amended_id
    from {{ ref('int_client_contracts') }} as amendments
    where amendments.amended_id is not null
    group by amendments.client_id, amendments.amended_id
),

ends as (
    select
        ends.client_contract_id,
        contracts.client_id,
        ends.end_number,
        ends.due_on,
        ends.is_extended,
        ends.is_renewing_itself,
        contracts.is_auto_renewing,
        coalesce(contracts.terminated_on <= ends.due_on, false) as is_terminated
    from {{ ref('int_client_contract_ends') }} as ends
    inner join {{ ref('int_client_contracts') }} as contracts on contracts.client_contract_id = ends.client_contract_id
    left join amended
        on amended.amended_id = contracts.client_contract_id and amended.client_id = contracts.client_id
    where amended.amended_id is null
),

-- A contract that names this one renews it if it starts at most the grace after the due date; of several the earliest.
named as (
    select
        ends.client_contract_id,
        ends.end_number,
        followers.client_contract_id as successor_id,
        row_number() over (
            partition by ends.client_contract_id, ends.end_number
            order by followers.starts_on, followers.client_contract_id
        ) as place
    from ends
    inner join {{ ref('int_client_contracts') }} as followers
        on
            followers.predecessor_id = ends.client_contract_id
            and followers.client_id = ends.client_id
            and followers.starts_on <= {{ add_days('ends.due_on', var('renewal_grace_days')) }}
),

decided as (
    select
        ends.client_contract_id,
        ends.client_id,
        ends.end_number,
        ends.due_on,
        ends.is_extended,
        ends.is_auto_renewing,
        named.successor_id,
        case
            when named.successor_id is not null then 'by_successor'
            when ends.is_terminated then 'undecided'
            when ends.is_extended then 'by_extension'
            when ends.is_renewing_itself and ends.due_on <= run.as_of_on then 'automatic'
            when ends.is_renewing_itself then 'not_due'
            else 'undecided'
        end as renewal
    from ends
    cross join run
    left join named
        on
            named.client_contract_id = ends.client_contract_id
            and named.end_number = ends.end_number
            and named.place = 1
),

-- A further end is reached only by a contract that renews itself, and did at all earlier ones.
reached as (
    select
        decided.client_contract_id,
        decided.client_id,
        decided.end_number,
        decided.due_on,
        decided.successor_id,
        decided.renewal,
        coalesce(
            max(case when decided.is_auto_renewing and decided.renewal in ('by_extension', 'automatic') then 0 else 1 end) over (
                partition by decided.client_contract_id
                order by decided.end_number
                rows between unbounded preceding and 1 preceding
            ),
            0
        ) = 0 as is_reached
    from decided
)

select
    reached.client_contract_id,
    reached.client_id,
    reached.end_number,
    reached.due_on,
    reached.successor_id,
    reached.renewal
from reached
where reached.is_reached and reached.renewal <> 'not_due'
