with waiting as (
    select
        starts.client_id as party_id,
        starts.started_on as opened_on,
        starts.there_on as closed_on
    from {{ ref('int_client_first_values') }} as starts
),

observations as (
    select
        starts.client_id as party_id,
        starts.there_on as observed_on,
        {{ days_between('starts.started_on', 'starts.there_on') }} as numerator,
        1 as denominator,
        0 as open_count,
        true as is_final
    from {{ ref('int_client_first_values') }} as starts
    where starts.there_on is not null
)

{{- kpi_figures(has_waiting=true) }}
