with in_force as (
    select
        spans.client_id,
        months.month_start,
        months.stock_on,
        months.stock_at,
        months.is_newest,
        sum(case when contracts.licensed_seats > 0 then contracts.licensed_seats end) as licensed_seats,
        count(case when contracts.licensed_seats > 0 then contracts.client_contract_id end) as contracts_with_seats
    from {{ ref('int_client_contract_spans') }} as spans
    inner join {{ ref('fct_client_contracts') }} as contracts
        on contracts.client_contract_id = spans.client_contract_id
    inner join {{ ref('int_months') }} as months on months.stock_on between spans.starts_on and spans.in_force_to
    group by spans.client_id, months.month_start, months.stock_on, months.stock_at, months.is_newest
)

select
    in_force.client_id,
    in_force.month_start,
    in_force.stock_on,
    in_force.stock_at,
    in_force.is_newest,
    extract('month' from in_force.month_start) in (3, 6, 9, 12) or in_force.is_newest as is_quarters_newest,
    cast(in_force.licensed_seats as bigint) as licensed_seats,
    in_force.contracts_with_seats,
    coalesce(rules.meetings_a_month, 0) as meetings_a_month,
    coalesce(rules.is_review_required, false) as is_review_required
from in_force
left join {{ ref('int_client_rules') }} as rules
    on rules.client_id = in_force.client_id and in_force.stock_on between rules.valid_from and rules.valid_to
