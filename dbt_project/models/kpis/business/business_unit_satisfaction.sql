with run as (
    {{ run_parameters() }}
),

responses as (
    select
        coalesce(answers.business_unit, 'unknown') as business_unit,
        coalesce(answers.employee_id, answers.contact_id, answers.survey_response_id) as respondent_id,
        {{ reporting_date('answers.answered_at') }} as observed_on,
        answers.answer_points,
        answers.answer_count
    from {{ ref('core_survey_response') }} as answers
    cross join run
    where
        answers.survey_type = 'business_unit_satisfaction'
        and not coalesce(answers.is_deleted, false)
        and answers.answered_at <= run.as_of
        and answers.answer_count > 0
)

{{- kpi_satisfaction() }}
