with run as (
    {{ run_parameters() }}
),

responses as (
    select
        coalesce(members.supplier_id, 'unknown') as party_id,
        cast(null as varchar) as category,
        answers.business_unit,
        coalesce(answers.employee_id, answers.contact_id, answers.survey_response_id) as respondent_id,
        {{ reporting_date('answers.answered_at') }} as observed_on,
        answers.answer_points,
        answers.answer_count
    from {{ ref('core_survey_response') }} as answers
    cross join run
    left join {{ ref('idn_supplier_members') }} as members on members.member_id = answers.supplier_id
    where
        answers.survey_type = 'supplier_satisfaction'
        and not coalesce(answers.is_deleted, false)
        and answers.answered_at <= run.as_of
        and answers.answer_count > 0
)

{{- kpi_satisfaction(by_main_category=true) }}
