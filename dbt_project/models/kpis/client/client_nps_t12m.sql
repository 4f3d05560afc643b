with observations as (
    select
        answers.client_id as party_id,
        answers.stock_on as observed_on,
        answers.nps_points as numerator,
        1 as denominator,
        0 as open_count,
        true as is_final
    from {{ ref('int_nps_answers_12_months') }} as answers
)

{{- kpi_figures() }}
