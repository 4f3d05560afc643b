with observations as (
    select
        clients.client_id as party_id,
        clients.stock_on as observed_on,
        coalesce(client_usage.active_users_30_days, 0) as numerator,
        clients.licensed_seats as denominator,
        clients.contracts_with_seats as sample_size,
        0 as open_count,
        true as is_final
    from {{ ref('int_clients_in_force') }} as clients
    left join {{ ref('int_client_usage') }} as client_usage
        on client_usage.client_id = clients.client_id and client_usage.month_start = clients.month_start
    where clients.contracts_with_seats > 0
)

{{- kpi_figures() }}
