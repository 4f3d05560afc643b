with observations as (
    select
        earnings.client_id as party_id,
        earnings.stock_on as observed_on,
        earnings.percent_amount as numerator,
        cast(null as decimal(28,6)) as denominator,
        earnings.documents as sample_size,
        0 as open_count,
        true as is_final
    from {{ ref('int_client_earnings') }} as earnings
)

{{- kpi_figures(zero_filled=true) }}
