{%- set answers_of_days = 90 -%}

with run as (
    {{ run_parameters() }}
),

detractors as (
    select
        answers.survey_response_id,
        answers.client_id,
        answers.person_key,
        answers.answered_at,
        answers.answered_on
    from {{ ref('fct_survey_responses') }} as answers
    inner join run on answers.answered_on > {{ add_days('run.as_of_on', -answers_of_days) }}
    where answers.is_counted and answers.nps_points = -1 and answers.client_id is not null
),

-- We came back to that person; to anybody of the client where nobody knows who answered.
follow_ups as (
    select detractors.survey_response_id
    from detractors
    inner join {{ ref('fct_interactions') }} as interactions
        on
            interactions.client_id = detractors.client_id
            and interactions.started_at > detractors.answered_at
            and coalesce(interactions.person_key = detractors.person_key, detractors.person_key is null)
    where interactions.is_held and interactions.is_counted and coalesce(interactions.direction, 'outbound') <> 'inbound'
    group by detractors.survey_response_id
),

-- Two working days later: Saturdays and Sundays are none.
waiting as (
    select
        detractors.survey_response_id,
        detractors.client_id,
        detractors.answered_on,
        {{ add_days('detractors.answered_on', 'case dates.iso_day_of_week when 4 then 4 when 5 then 4 when 6 then 3 else 2 end') }} as due_on
    from detractors
    inner join {{ ref('dim_dates') }} as dates on dates.date_day = detractors.answered_on
    left join follow_ups on follow_ups.survey_response_id = detractors.survey_response_id
    where follow_ups.survey_response_id is null
)

select
    'detractor_without_follow_up' as rule_id,
    waiting.survey_response_id as subject_id,
    'client' as party_type,
    waiting.client_id as party_id,
    clients.relationship_manager_id as owner_id,
    waiting.due_on,
    annual.reporting_annual_amount as reporting_value_amount,
    'A detractor answered on ' || cast(waiting.answered_on as varchar) || ', and nobody has come back to them' as reason,
    'fct_survey_responses' as rows_of,
    waiting.survey_response_id as row_keys
from waiting
inner join {{ ref('dim_clients') }} as clients on clients.client_id = waiting.client_id
left join {{ ref('int_client_annual_values') }} as annual on annual.client_id = waiting.client_id
union all
select
    'complaint_without_root_cause' as rule_id,
    cases.feedback_case_id as subject_id,
    'client' as party_type,
    cases.client_id as party_id,
    coalesce(cases.employee_id, clients.relationship_manager_id) as owner_id,
    {{ add_days('cases.opened_on', var('closure_window_days')) }} as due_on,
    annual.reporting_annual_amount as reporting_value_amount,
    'Complaint of ' || cast(cases.opened_on as varchar) || ' was closed without a root cause' as reason,
    'fct_feedback_cases' as rows_of,
    cases.feedback_case_id as row_keys
from {{ ref('fct_feedback_cases') }} as cases
inner join {{ ref('dim_clients') }} as clients on clients.client_id = cases.client_id
left join {{ ref('int_client_annual_values') }} as annual on annual.client_id = cases.client_id
where cases.kind = 'complaint' and cases.closed_at is not null and cases.root_cause is null
