-- What was due and what renewed it, both at the rate of the day that counts.
with valued as (
    select
        renewals.client_contract_id,
        renewals.end_number,
        renewals.outcome,
        renewals.successor_id,
        {{ reporting_amount('contracts.annual_amount', 'contracts.currency', 'rates') }} as due_amount,
        {{ reporting_amount('successors.annual_amount', 'successors.currency', 'successor_rates') }} as successor_amount
    from {{ ref('int_client_renewals') }} as renewals
    inner join {{ ref('int_client_contracts') }} as contracts
        on contracts.client_contract_id = renewals.client_contract_id
    left join {{ ref('int_client_contracts') }} as successors on successors.client_contract_id = renewals.successor_id
    left join {{ ref('int_fx_rate_spans') }} as rates
        on {{ fx_rate_join('rates', 'contracts.currency', 'renewals.counted_on') }}
    left join {{ ref('int_fx_rate_spans') }} as successor_rates
        on {{ fx_rate_join('successor_rates', 'successors.currency', 'renewals.counted_on') }}
),

-- What a successor is worth is split over the contracts that it renews, by what was due of them.
successors as (
    select
        valued.successor_id,
        sum(valued.due_amount) as due_amount
    from valued
    where valued.successor_id is not null
    group by valued.successor_id
),

shared as (
    select
        valued.client_contract_id,
        valued.end_number,
        valued.outcome,
        valued.successor_id,
        valued.due_amount,
        valued.successor_amount,
        {{ divide_whole(
            millionths('valued.successor_amount') ~ ' * ' ~ millionths('valued.due_amount'),
            '1000000 * ' ~ millionths('successors.due_amount'),
            12
        ) }} as share_amount
    from valued
    left join successors on successors.successor_id = valued.successor_id
)

select
    shared.client_contract_id,
    shared.end_number,
    shared.due_amount,
    cast(case
        when shared.outcome <> 'renewed' then 0
        when shared.successor_id is null then shared.due_amount
        else least(coalesce(shared.share_amount, 0), shared.due_amount)
    end as decimal(38,12)) as renewed_amount
from shared
where
    shared.outcome <> 'pending'
    and shared.due_amount is not null
    and (shared.successor_id is null or shared.successor_amount is not null)
