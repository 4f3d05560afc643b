with observations as (
    select
        responses.client_id as party_id,
        responses.answered_on as observed_on,
        responses.nps_points as numerator,
        1 as denominator,
        0 as open_count,
        true as is_final
    from {{ ref('fct_survey_responses') }} as responses
    where responses.is_counted and responses.nps_points is not null
    -- Of each contact the newest answer of the month; of answers in one instant the highest number.
    qualify row_number() over (
        partition by
            responses.client_id,
            {{ month_of('responses.answered_on') }},
            responses.person_key,
            case when responses.person_key is null then responses.survey_response_id end
        order by responses.answered_at desc, length(responses.native_id) desc, responses.native_id desc
    ) = 1
)

{{- kpi_figures() }}
