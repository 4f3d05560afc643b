with observations as (
    select
        known.client_id as party_id,
        known.stock_on as observed_on,
        case when known.is_covered then 1 else 0 end as numerator,
        1 as denominator,
        0 as open_count,
        true as is_final
    from {{ ref('int_client_known_roles') }} as known
)

{{- kpi_figures() }}
