with observations as (
    select
        opportunities.client_id as party_id,
        opportunities.closed_on as observed_on,
        {{ days_between('opportunities.created_on', 'opportunities.closed_on') }} as numerator,
        cast(null as decimal(28,6)) as denominator,
        0 as open_count,
        true as is_final
    from {{ ref('fct_opportunities') }} as opportunities
    where opportunities.status = 'won' and not opportunities.is_renewal
)

{{- kpi_figures() }}
