with observations as (
    select
        slas.client_id as party_id,
        slas.decided_on as observed_on,
        case when slas.verdict = 'met' then 1 else 0 end as numerator,
        1 as denominator,
        0 as open_count,
        true as is_final,
        slas.priority
    from {{ ref('fct_ticket_slas') }} as slas
    where slas.is_counted and slas.party_type = 'client' and coalesce(slas.agreement = 'client', true) and slas.verdict in ('met', 'breached')
)

{{- kpi_figures() }}
