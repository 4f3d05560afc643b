with observations as (
    select
        renewals.client_id as party_id,
        renewals.counted_on as observed_on,
        case renewals.outcome when 'renewed' then 1 when 'lost' then 0 end as numerator,
        case when renewals.outcome <> 'pending' then 1 end as denominator,
        case when renewals.outcome = 'pending' then 1 else 0 end as open_count,
        renewals.outcome <> 'pending' as is_final,
        renewals.outcome = 'pending' as is_undecided
    from {{ ref('int_client_renewals') }} as renewals
)

{{- kpi_figures() }}
