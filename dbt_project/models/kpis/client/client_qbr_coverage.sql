with reviewed as (
    select
        clients.client_id,
        clients.stock_on,
        count(reviews.interaction_id) as reviews
    from {{ ref('int_clients_in_force') }} as clients
    left join {{ ref('int_client_meetings') }} as reviews
        on
            reviews.client_id = clients.client_id
            and reviews.is_review
            and reviews.started_on between date_trunc('quarter', clients.month_start) and clients.stock_on
    where clients.is_review_required and clients.is_quarters_newest
    group by clients.client_id, clients.stock_on
),

observations as (
    select
        reviewed.client_id as party_id,
        reviewed.stock_on as observed_on,
        case when reviewed.reviews > 0 then 1 else 0 end as numerator,
        1 as denominator,
        0 as open_count,
        true as is_final
    from reviewed
)

{{- kpi_figures() }}
