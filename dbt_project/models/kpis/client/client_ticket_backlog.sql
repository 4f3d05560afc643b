with observations as (
    select
        tickets.client_id as party_id,
        months.stock_on as observed_on,
        1 as numerator,
        cast(null as decimal(28,6)) as denominator,
        1 as open_count,
        true as is_final
    from {{ ref('int_ticket_status_spans') }} as spans
    inner join {{ ref('fct_tickets') }} as tickets on tickets.ticket_id = spans.ticket_id
    inner join {{ ref('int_months') }} as months
        on spans.started_at <= months.stock_at
        and coalesce(spans.ended_at > months.stock_at, true)
    where tickets.is_counted and tickets.party_type = 'client' and spans.is_open
)

{{- kpi_figures(zero_filled=true) }}
