with observations as (
    select
        renewals.client_id as party_id,
        renewals.counted_on as observed_on,
        1 as numerator,
        cast(null as decimal(28,6)) as denominator,
        1 as open_count,
        false as is_final
    from {{ ref('int_client_renewals') }} as renewals
    where renewals.outcome = 'pending'
)

{{- kpi_figures(zero_filled=true) }}
