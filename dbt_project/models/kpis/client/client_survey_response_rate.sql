{%- set window_hours = 24 * var('response_window_days') -%}

with run as (
    {{ run_parameters() }}
),

observations as (
    select
        responses.client_id as party_id,
        responses.sent_on as observed_on,
        case when responses.answered_at <= {{ add_hours('responses.sent_at', window_hours) }} then 1 else 0 end as numerator,
        1 as denominator,
        0 as open_count,
        {{ add_hours('responses.sent_at', window_hours) }} <= run.as_of as is_final
    from {{ ref('fct_survey_responses') }} as responses
    cross join run
    where responses.is_counted and responses.survey_type in ('nps', 'csat') and responses.sent_on is not null
)

{{- kpi_figures() }}
