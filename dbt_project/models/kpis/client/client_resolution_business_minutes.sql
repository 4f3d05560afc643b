with observations as (
    select
        tickets.client_id as party_id,
        clocks.solved_on as observed_on,
        clocks.resolution_business_seconds as numerator,
        1 as denominator,
        0 as open_count,
        true as is_final
    from {{ ref('int_ticket_clocks') }} as clocks
    inner join {{ ref('fct_tickets') }} as tickets on tickets.ticket_id = clocks.ticket_id
    where tickets.is_counted and clocks.solved_at is not null and tickets.party_type = 'client'
)

{{- kpi_figures() }}
