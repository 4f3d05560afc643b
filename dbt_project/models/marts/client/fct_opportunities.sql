with run as (
    {{ run_parameters() }}
),

opportunities as (
    select
        opportunities.opportunity_id,
        opportunities.source_system,
        opportunities.source_instance,
        opportunities.native_id,
        coalesce(members.client_id, 'unknown') as client_id,
        opportunities.product_native_id,
        opportunities.contract_id,
        opportunities.stage_code,
        opportunities.status,
        coalesce(opportunities.is_renewal, false) as is_renewal,
        opportunities.amount,
        opportunities.currency,
        opportunities.probability_percent,
        opportunities.created_on,
        opportunities.closed_on
    from {{ ref('core_opportunity') }} as opportunities
    cross join run
    left join {{ ref('idn_client_members') }} as members on members.member_id = opportunities.client_id
    where
        not coalesce(opportunities.is_deleted, false)
        and (opportunities.created_on <= run.as_of_on or opportunities.created_on is null)
)

select
    opportunities.opportunity_id,
    opportunities.source_system,
    opportunities.source_instance,
    opportunities.native_id,
    clients.client_key,
    opportunities.client_id,
    opportunities.product_native_id,
    opportunities.contract_id as client_contract_id,
    opportunities.stage_code,
    opportunities.status,
    opportunities.is_renewal,
    opportunities.amount,
    opportunities.currency,
    {{ reporting_amount('opportunities.amount', 'opportunities.currency', 'rates') }} as reporting_amount,
    opportunities.probability_percent,
    opportunities.created_on,
    opportunities.closed_on
from opportunities
inner join {{ ref('dim_clients') }} as clients on clients.client_id = opportunities.client_id
left join {{ ref('int_fx_rate_spans') }} as rates
    on {{ fx_rate_join('rates', 'opportunities.currency', 'opportunities.closed_on') }}
