with held as (
    select
        clients.client_id,
        clients.stock_on,
        clients.meetings_a_month,
        count(meetings.interaction_id) as meetings
    from {{ ref('int_clients_in_force') }} as clients
    left join {{ ref('int_client_meetings') }} as meetings
        on
            meetings.client_id = clients.client_id
            and meetings.started_on between clients.month_start and clients.stock_on
    where clients.meetings_a_month > 0
    group by clients.client_id, clients.stock_on, clients.meetings_a_month
),

observations as (
    select
        held.client_id as party_id,
        held.stock_on as observed_on,
        {{ divide('least(held.meetings, held.meetings_a_month)', 'held.meetings_a_month', scale=12) }} as numerator,
        1 as denominator,
        0 as open_count,
        true as is_final
    from held
)

{{- kpi_figures() }}
