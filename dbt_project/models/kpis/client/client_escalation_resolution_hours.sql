with observations as (
    select
        escalations.client_id as party_id,
        escalations.closed_on as observed_on,
        escalations.resolution_seconds as numerator,
        1 as denominator,
        0 as open_count,
        true as is_final
    from {{ ref('fct_escalations') }} as escalations
    where escalations.party_type = 'client' and escalations.closed_at is not null
)

{{- kpi_figures() }}
