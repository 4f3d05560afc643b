with run as (
    {{ run_parameters() }}
),

starts as (
    select
        starts.client_id,
        {{ add_days('starts.started_on', 90) }} as day_90,
        starts.there_on
    from {{ ref('int_client_first_values') }} as starts
),

observations as (
    select
        starts.client_id as party_id,
        starts.day_90 as observed_on,
        case when starts.there_on <= starts.day_90 then 1 else 0 end as numerator,
        1 as denominator,
        0 as open_count,
        starts.day_90 < run.as_of_on as is_final
    from starts
    cross join run
    where starts.day_90 <= run.as_of_on
)

{{- kpi_figures() }}
