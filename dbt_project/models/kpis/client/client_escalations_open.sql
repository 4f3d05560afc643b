with observations as (
    select
        escalations.client_id as party_id,
        months.stock_on as observed_on,
        1 as numerator,
        cast(null as decimal(28,6)) as denominator,
        1 as open_count,
        true as is_final
    from {{ ref('fct_escalations') }} as escalations
    inner join {{ ref('int_months') }} as months
        on escalations.opened_at <= months.stock_at
        and coalesce(escalations.closed_at > months.stock_at, true)
    where escalations.party_type = 'client'
)

{{- kpi_figures(zero_filled=true) }}
