with observations as (
    select
        tickets.client_id as party_id,
        replies.replied_on as observed_on,
        replies.business_seconds as numerator,
        1 as denominator,
        0 as open_count,
        true as is_final
    from {{ ref('int_ticket_first_replies') }} as replies
    inner join {{ ref('fct_tickets') }} as tickets on tickets.ticket_id = replies.ticket_id
    where tickets.is_counted and tickets.party_type = 'client'
)

{{- kpi_figures() }}
