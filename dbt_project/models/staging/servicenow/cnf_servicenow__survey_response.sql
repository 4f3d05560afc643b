{{ config(materialized='view') }}

with types as (
    {{ value_map('servicenow', 'survey_type') }}
),

deletions as (
    {{ servicenow_deletions('asmt_assessment_instance') }}
),

answers as (
    select
        results.source_instance,
        results.assessment_id,
        sum(results.normalized_score) as answer_points,
        count(results.normalized_score) as answer_count
    from {{ ref('stg_servicenow__asmt_metric_result') }} as results
    group by results.source_instance, results.assessment_id
)

select
    assessments.source_instance,
    assessments.assessment_id as native_id,
    {{ mapped('questionnaires.metric_type_name', 'types') }} as survey_type,
    cast(null as varchar) as client_native_id,
    cast(null as varchar) as client_system,
    cast(null as varchar) as client_instance,
    case when assessments.about_table = 'core_company' then assessments.about_id end as supplier_native_id,
    -- About a unit of ours the answer counts there, about a supplier in the unit of whoever answers.
    case
        when assessments.about_table = 'business_unit' then units.business_unit_name
        else respondents.department
    end as business_unit,
    cast(null as varchar) as contact_native_id,
    assessments.user_id as employee_native_id,
    cast(null as varchar) as ticket_native_id,
    assessments.created_at as sent_at,
    assessments.taken_at as answered_at,
    cast(null as varchar) as score_code,
    {{ divide('answers.answer_points', 'answers.answer_count') }} as score,
    cast(answers.answer_points as decimal(28, 6)) as answer_points,
    answers.answer_count,
    cast(null as boolean) as is_satisfied,
    deletions.record_id is not null as is_deleted
from {{ ref('stg_servicenow__asmt_assessment_instance') }} as assessments
left join {{ ref('stg_servicenow__asmt_metric_type') }} as questionnaires
    on
        assessments.source_instance = questionnaires.source_instance
        and assessments.metric_type_id = questionnaires.metric_type_id
left join {{ ref('stg_servicenow__business_unit') }} as units
    on assessments.source_instance = units.source_instance and assessments.about_id = units.business_unit_id
left join {{ ref('stg_servicenow__sys_user') }} as respondents
    on assessments.source_instance = respondents.source_instance and assessments.user_id = respondents.user_id
left join answers
    on assessments.source_instance = answers.source_instance and assessments.assessment_id = answers.assessment_id
left join types on types.source_value = questionnaires.metric_type_name
left join deletions
    on
        assessments.source_instance = deletions.source_instance
        and assessments.assessment_id = deletions.record_id
