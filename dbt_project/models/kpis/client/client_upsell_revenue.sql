with observations as (
    select
        won.client_id as party_id,
        won.closed_on as observed_on,
        won.reporting_amount as numerator,
        cast(null as decimal(28,6)) as denominator,
        0 as open_count,
        true as is_final
    from {{ ref('int_won_lines') }} as won
    where won.is_of_client and won.is_family_held
)

{{- kpi_figures(zero_filled=true) }}
