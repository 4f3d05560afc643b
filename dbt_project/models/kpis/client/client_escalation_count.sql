with observations as (
    select
        escalations.client_id as party_id,
        escalations.opened_on as observed_on,
        1 as numerator,
        cast(null as decimal(28,6)) as denominator,
        0 as open_count,
        true as is_final
    from {{ ref('fct_escalations') }} as escalations
    where escalations.party_type = 'client'
)

{{- kpi_figures(zero_filled=true) }}
