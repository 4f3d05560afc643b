with observations as (
    select
        tickets.client_id as party_id,
        tickets.solved_on as observed_on,
        tickets.resolution_seconds as numerator,
        1 as denominator,
        0 as open_count,
        true as is_final
    from {{ ref('fct_tickets') }} as tickets
    where tickets.is_counted and tickets.party_type = 'client' and tickets.solved_at is not null
)

{{- kpi_figures() }}
