with opportunities as (
    select
        opportunities.client_id,
        opportunities.client_contract_id,
        min(opportunities.created_on) as created_on
    from {{ ref('fct_opportunities') }} as opportunities
    where opportunities.is_renewal and opportunities.client_contract_id is not null
    group by opportunities.client_id, opportunities.client_contract_id
),

observations as (
    select
        renewals.client_id as party_id,
        renewals.signed_on as observed_on,
        {{ days_between('opportunities.created_on', 'renewals.signed_on') }} as numerator,
        cast(null as decimal(28,6)) as denominator,
        0 as open_count,
        true as is_final
    from {{ ref('int_client_renewals') }} as renewals
    inner join opportunities
        on
            opportunities.client_contract_id = renewals.client_contract_id
            and opportunities.client_id = renewals.client_id
    where renewals.signed_on is not null
)

{{- kpi_figures() }}
