with observations as (
    select
        renewals.client_id as party_id,
        renewals.counted_on as observed_on,
        {{ days_between('renewals.signed_on', 'renewals.due_on') }} as numerator,
        cast(null as decimal(28,6)) as denominator,
        0 as open_count,
        true as is_final
    from {{ ref('int_client_renewals') }} as renewals
    where renewals.signed_on is not null
)

{{- kpi_figures() }}
