{{ config(materialized='view') }}

with types as (
    {{ value_map('delighted', 'survey_type') }}
),

linked as (
    {{ linked_sources('delighted') }}
),

-- The account belongs to the person's properties, in the terms of whoever sends the surveys: the CRM's.
responses as (
    select
        responses.source_instance,
        responses.survey_response_id,
        responses.survey_type_code,
        responses.account_id,
        case when responses.account_id is not null then 'person_properties.account_id' end as evidence_code,
        responses.person_id,
        responses.answered_at,
        responses.score
    from {{ ref('stg_delighted__survey_responses') }} as responses
)

select
    responses.source_instance,
    responses.survey_response_id as native_id,
    {{ mapped('responses.survey_type_code', 'types') }} as survey_type,
    responses.account_id as client_native_id,
    linked.other_system as client_system,
    linked.other_instance as client_instance,
    cast(null as varchar) as supplier_native_id,
    cast(null as varchar) as business_unit,
    responses.person_id as contact_native_id,
    cast(null as varchar) as employee_native_id,
    cast(null as varchar) as ticket_native_id,
    cast(null as timestamp) as sent_at,
    case when responses.score is not null then responses.answered_at end as answered_at,
    cast(responses.score as varchar) as score_code,
    cast(responses.score as decimal(28, 6)) as score,
    cast(responses.score as decimal(28, 6)) as answer_points,
    cast(case when responses.score is not null then 1 end as bigint) as answer_count,
    case when types.canonical_value = 'csat' then responses.score >= 4 end as is_satisfied,
    false as is_deleted
from responses
left join types on types.source_value = responses.survey_type_code
left join linked on linked.evidence_code = responses.evidence_code
