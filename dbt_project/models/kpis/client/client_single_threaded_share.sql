with observations as (
    select
        met.client_id as party_id,
        met.stock_on as observed_on,
        case when met.is_single_threaded then 1 else 0 end as numerator,
        1 as denominator,
        0 as open_count,
        true as is_final
    from {{ ref('int_client_people_met') }} as met
)

{{- kpi_figures() }}
