with observations as (
    select
        opportunities.client_id as party_id,
        opportunities.closed_on as observed_on,
        {{ days_between('opportunities.created_on', 'opportunities.closed_on') }} as numerator,
        1 as denominator,
        0 as open_count,
        true as is_final
    from {{ ref('fct_opportunities') }} as opportunities
    where
        opportunities.status in ('won', 'lost')
        and not opportunities.is_renewal
        and opportunities.created_on is not null
)

{{- kpi_figures() }}
