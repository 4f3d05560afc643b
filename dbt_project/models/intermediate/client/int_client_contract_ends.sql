with run as (
    {{ run_parameters() }}
),

contracts as (
    select
        contracts.client_contract_id,
        contracts.starts_on,
        contracts.original_ends_on,
        contracts.ends_on,
        contracts.is_extended,
        contracts.is_auto_renewing,
        contracts.notice_given_on,
        contracts.notice_days,
        -- Terms are looked at until one ends after as_of, and after a notice that was given has run.
        greatest(
            run.as_of_on,
            coalesce({{ add_days('contracts.notice_given_on', 'contracts.notice_days') }}, run.as_of_on)
        ) as seen_to,
        {{ add_days('contracts.original_ends_on', 1) }} as next_term_on
    from {{ ref('int_client_contracts') }} as contracts
    cross join run
    where contracts.original_ends_on is not null
),

-- A term is as long as the first one: whole months where that is what it was, else days.
terms as (
    select
        contracts.client_contract_id,
        contracts.starts_on,
        contracts.original_ends_on,
        contracts.ends_on,
        contracts.is_extended,
        contracts.is_auto_renewing,
        contracts.notice_given_on,
        contracts.notice_days,
        contracts.seen_to,
        {{ days_between('contracts.starts_on', 'contracts.next_term_on') }} as term_days,
        case
            when {{ add_months('contracts.starts_on', calendar_months_between('contracts.starts_on', 'contracts.next_term_on')) }} = contracts.next_term_on
                then {{ calendar_months_between('contracts.starts_on', 'contracts.next_term_on') }}
        end as term_months,
        {{ days_between('contracts.original_ends_on', 'contracts.ends_on') }} as days_moved
    from contracts
),

renewing as (
    select
        terms.client_contract_id,
        terms.starts_on,
        terms.original_ends_on,
        terms.notice_given_on,
        terms.notice_days,
        terms.term_days,
        terms.term_months,
        terms.days_moved,
        case
            when terms.term_months is not null
                then 1 + {{ whole_quotient(calendar_months_between('terms.starts_on', 'terms.seen_to'), 'terms.term_months') }}
            else 1 + {{ whole_quotient(days_between('terms.starts_on', 'terms.seen_to'), 'terms.term_days') }}
        end as last_term
    from terms
    where terms.is_auto_renewing and terms.term_days > 0 and terms.ends_on is not null
),

ends as (
    select
        terms.client_contract_id,
        0 as end_number,
        terms.original_ends_on as due_on,
        terms.is_extended
    from terms
    union all
    select
        terms.client_contract_id,
        1 as end_number,
        terms.ends_on as due_on,
        false as is_extended
    from terms
    where terms.is_extended and terms.ends_on is not null
    union all
    select
        renewing.client_contract_id,
        numbers.element as end_number,
        case
            when renewing.term_months is not null
                then {{ add_days(add_months('renewing.starts_on', 'renewing.term_months * numbers.element'), 'renewing.days_moved - 1') }}
            else {{ add_days('renewing.original_ends_on', 'renewing.term_days * (numbers.element - 1) + renewing.days_moved') }}
        end as due_on,
        false as is_extended
    from renewing
    {{ elements_of(whole_numbers(2, 'renewing.last_term'), 'numbers') }}
)

select
    ends.client_contract_id,
    cast(ends.end_number as bigint) as end_number,
    ends.due_on,
    ends.is_extended,
    -- Notice in time stops a contract that would renew itself.
    contracts.is_auto_renewing
    and coalesce(contracts.notice_given_on > {{ add_days('ends.due_on', '-contracts.notice_days') }}, true) as is_renewing_itself
from ends
inner join {{ ref('int_client_contracts') }} as contracts on contracts.client_contract_id = ends.client_contract_id
