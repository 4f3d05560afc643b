-- Observed in thousand-millionths, because quotients are added up.
with observations as (
    select
        predicted.client_id as party_id,
        predicted.stock_on as observed_on,
        predicted.predicted_amount * 1000000000 as numerator,
        cast(null as decimal(28,6)) as denominator,
        case when predicted.is_active and predicted.predicted_amount is not null then 1 else 0 end as sample_size,
        0 as open_count,
        predicted.is_final
    from {{ ref('int_client_predicted_values') }} as predicted
)

{{- kpi_figures(zero_filled=true) }}
