with run as (
    {{ run_parameters() }}
),

-- What is dated after as_of has not happened: an extension, a termination, a notice, a signature.
known as (
    select
        contracts.client_contract_id,
        coalesce(members.client_id, 'unknown') as client_id,
        contracts.predecessor_id,
        contracts.amended_id,
        contracts.starts_on,
        contracts.original_ends_on,
        contracts.ends_on,
        contracts.original_ends_on is not null
        and coalesce(contracts.ends_on > contracts.original_ends_on, true)
        and coalesce(contracts.extended_on <= run.as_of_on, true) as is_extended,
        case when contracts.extended_on <= run.as_of_on then contracts.extended_on end as extended_on,
        case when contracts.terminated_on <= run.as_of_on then contracts.terminated_on end as terminated_on,
        case when contracts.signed_on <= run.as_of_on then contracts.signed_on end as signed_on,
        coalesce(contracts.is_auto_renewing, false) as is_auto_renewing,
        coalesce(contracts.notice_days, 0) as notice_days,
        case when contracts.notice_given_on <= run.as_of_on then contracts.notice_given_on end as notice_given_on,
        contracts.annual_amount,
        contracts.currency
    from {{ ref('core_client_contract') }} as contracts
    cross join run
    left join {{ ref('idn_client_members') }} as members on members.member_id = contracts.client_id
    where
        contracts.status in ('active', 'ended')
        and not coalesce(contracts.is_deleted, false)
        and contracts.starts_on is not null
        and coalesce(contracts.created_at <= run.as_of, true)
)

select
    known.client_contract_id,
    known.client_id,
    known.predecessor_id,
    known.amended_id,
    known.starts_on,
    known.original_ends_on,
    case when known.is_extended then known.ends_on else known.original_ends_on end as ends_on,
    known.is_extended,
    known.extended_on,
    known.terminated_on,
    known.signed_on,
    known.is_auto_renewing,
    known.notice_days,
    known.notice_given_on,
    known.annual_amount,
    known.currency
from known
