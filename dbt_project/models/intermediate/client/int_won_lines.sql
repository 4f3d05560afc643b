with run as (
    {{ run_parameters() }}
),

won as (
    select
        opportunities.opportunity_id,
        lines.opportunity_line_id,
        opportunities.client_id,
        opportunities.closed_on,
        lines.product_family,
        lines.amount,
        lines.currency
    from {{ ref('fct_opportunities') }} as opportunities
    cross join run
    inner join {{ ref('core_opportunity_line') }} as lines on lines.opportunity_id = opportunities.opportunity_id
    where
        opportunities.status = 'won'
        and not opportunities.is_renewal
        and opportunities.closed_on <= run.as_of_on
        and not coalesce(lines.is_deleted, false)
),

-- What the client had in force on the day of the win.
held as (
    select
        won.opportunity_line_id,
        count(families.product_family) as contracts_of_family
    from won
    inner join {{ ref('int_client_contract_spans') }} as spans
        on spans.client_id = won.client_id and won.closed_on between spans.starts_on and spans.in_force_to
    left join {{ ref('core_client_contract_family') }} as families
        on
            families.client_contract_id = spans.client_contract_id
            and families.product_family = won.product_family
    group by won.opportunity_line_id
)

select
    won.opportunity_line_id,
    won.opportunity_id,
    won.client_id,
    won.product_family,
    won.closed_on,
    won.amount,
    won.currency,
    {{ reporting_amount('won.amount', 'won.currency', 'rates') }} as reporting_amount,
    held.opportunity_line_id is not null as is_of_client,
    coalesce(held.contracts_of_family > 0, false) as is_family_held
from won
left join held on held.opportunity_line_id = won.opportunity_line_id
left join {{ ref('int_fx_rate_spans') }} as rates on {{ fx_rate_join('rates', 'won.currency', 'won.closed_on') }}
