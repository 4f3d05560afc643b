with states as (
    select
        opportunities.client_id,
        opportunities.source_system,
        opportunities.currency,
        spans.stage_code,
        spans.amount,
        spans.probability_percent,
        months.stock_on
    from {{ ref('int_opportunity_spans') }} as spans
    inner join {{ ref('fct_opportunities') }} as opportunities on opportunities.opportunity_id = spans.opportunity_id
    inner join {{ ref('int_months') }} as months
        on spans.started_at <= months.stock_at
        and coalesce(spans.ended_at > months.stock_at, true)
    where spans.status = 'open'
),

weighted as (
    select
        states.client_id,
        states.stock_on,
        states.currency,
        cast(
            states.amount * cast(coalesce(states.probability_percent, stages.probability_percent) as decimal(9,6))
            as decimal(28,6)
        ) as percent_amount
    from states
    left join {{ ref('stg_reference__stage_probabilities') }} as stages
        on stages.system = states.source_system
        and stages.stage = states.stage_code
        and states.stock_on between stages.valid_from and stages.valid_to
),

observations as (
    select
        weighted.client_id as party_id,
        weighted.stock_on as observed_on,
        {{ reporting_amount('weighted.percent_amount', 'weighted.currency', 'rates') }} as numerator,
        cast(null as decimal(28,6)) as denominator,
        1 as open_count,
        true as is_final
    from weighted
    left join {{ ref('int_fx_rate_spans') }} as rates
        on {{ fx_rate_join('rates', 'weighted.currency', 'weighted.stock_on') }}
)

{{- kpi_figures(zero_filled=true) }}
