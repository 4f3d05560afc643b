with observations as (
    select
        slas.client_id as party_id,
        months.stock_on as observed_on,
        1 as numerator,
        cast(null as decimal(28,6)) as denominator,
        1 as open_count,
        true as is_final
    from {{ ref('fct_ticket_slas') }} as slas
    inner join {{ ref('int_months') }} as months
        on slas.started_at <= months.stock_at
        and coalesce(least(slas.fulfilled_at, slas.breached_at, slas.cancelled_at) > months.stock_at, slas.verdict = 'running')
    where slas.is_counted and slas.party_type = 'client' and coalesce(slas.agreement = 'client', true)
)

{{- kpi_figures(zero_filled=true) }}
