{{ config(materialized='view') }}

with answers as (
    {{ value_map('zendesk', 'survey_answer') }}
),

rated as (
    select
        ratings.source_instance,
        ratings.satisfaction_rating_id,
        ratings.ticket_id,
        ratings.requester_id,
        ratings.offered_at,
        ratings.updated_at,
        ratings.score_code,
        {{ mapped('ratings.score_code', 'answers') }} as answer
    from {{ ref('stg_zendesk__satisfaction_ratings') }} as ratings
    left join answers on ratings.score_code = answers.source_value
)

select
    rated.source_instance,
    cast(rated.satisfaction_rating_id as varchar) as native_id,
    'csat' as survey_type,
    tickets.client_native_id,
    cast(null as varchar) as client_system,
    cast(null as varchar) as client_instance,
    cast(null as varchar) as supplier_native_id,
    cast(null as varchar) as business_unit,
    cast(rated.requester_id as varchar) as contact_native_id,
    cast(null as varchar) as employee_native_id,
    cast(rated.ticket_id as varchar) as ticket_native_id,
    rated.offered_at as sent_at,
    case when rated.answer in ('satisfied', 'dissatisfied') then rated.updated_at end as answered_at,
    rated.score_code,
    -- Good and bad are no numbers.
    cast(null as decimal(28, 6)) as score,
    cast(null as decimal(28, 6)) as answer_points,
    cast(case when rated.answer in ('satisfied', 'dissatisfied') then 1 end as bigint) as answer_count,
    case rated.answer when 'satisfied' then true when 'dissatisfied' then false end as is_satisfied,
    -- A rating goes with its ticket.
    coalesce(tickets.is_deleted, false) as is_deleted
from rated
left join {{ ref('cnf_zendesk__ticket') }} as tickets
    on rated.source_instance = tickets.source_instance and cast(rated.ticket_id as varchar) = tickets.native_id
