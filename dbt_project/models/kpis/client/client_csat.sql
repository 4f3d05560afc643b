with observations as (
    select
        responses.client_id as party_id,
        responses.answered_on as observed_on,
        case when responses.is_satisfied then 1 else 0 end as numerator,
        1 as denominator,
        0 as open_count,
        true as is_final
    from {{ ref('fct_survey_responses') }} as responses
    where
        responses.is_counted
        and responses.survey_type = 'csat'
        and responses.answered_on is not null
        and responses.is_satisfied is not null
)

{{- kpi_figures() }}
