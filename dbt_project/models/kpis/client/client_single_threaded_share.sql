with people_met as (
    select
        clients.client_id,
        clients.stock_on,
        meetings.person_key
    from {{ ref('int_clients_in_force') }} as clients
    left join {{ ref('int_client_meetings') }} as meetings
        on
            meetings.client_id = clients.client_id
            and meetings.started_on > {{ add_days('clients.stock_on', -90) }}
            and meetings.started_on <= clients.stock_on
    group by clients.client_id, clients.stock_on, meetings.person_key
),

observations as (
    select
        people_met.client_id as party_id,
        people_met.stock_on as observed_on,
        case when count(people_met.person_key) <= 1 then 1 else 0 end as numerator,
        1 as denominator,
        0 as open_count,
        true as is_final
    from people_met
    group by people_met.client_id, people_met.stock_on
)

{{- kpi_figures() }}
