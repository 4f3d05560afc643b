with run as (
    {{ run_parameters() }}
),

responses as (
    select
        responses.survey_response_id,
        responses.source_system,
        responses.source_instance,
        responses.native_id,
        responses.survey_type,
        responses.survey_type in ('nps', 'csat') as is_of_client,
        coalesce(members.client_id, people.client_id) as client_id,
        suppliers.supplier_id,
        responses.business_unit,
        responses.ticket_id,
        people.person_key,
        responses.employee_id,
        responses.sent_at,
        case when responses.answered_at <= run.as_of then responses.answered_at end as answered_at,
        case when responses.answered_at <= run.as_of then responses.score end as score,
        case when responses.answered_at <= run.as_of then responses.answer_points end as answer_points,
        case when responses.answered_at <= run.as_of then responses.answer_count end as answer_count,
        case when responses.answered_at <= run.as_of then responses.is_satisfied end as is_satisfied
    from {{ ref('core_survey_response') }} as responses
    cross join run
    left join {{ ref('idn_client_members') }} as members on members.member_id = responses.client_id
    -- An answer that names no company is of that of the person.
    left join {{ ref('int_contact_people') }} as people on people.contact_id = responses.contact_id
    left join {{ ref('idn_supplier_members') }} as suppliers on suppliers.member_id = responses.supplier_id
    where
        not coalesce(responses.is_deleted, false)
        and coalesce(least(responses.sent_at, responses.answered_at) <= run.as_of, true)
),

-- The rating of a ticket is of the client that the ticket is about, and counts as it does; one of a ticket that is deleted does not.
placed as (
    select
        responses.survey_response_id,
        responses.source_system,
        responses.source_instance,
        responses.native_id,
        responses.survey_type,
        case when responses.is_of_client then coalesce(tickets.client_id, responses.client_id, 'unknown') end as client_id,
        responses.supplier_id,
        responses.business_unit,
        responses.ticket_id,
        responses.person_key,
        responses.employee_id,
        responses.sent_at,
        responses.answered_at,
        responses.score,
        responses.answer_points,
        responses.answer_count,
        responses.is_satisfied,
        coalesce(tickets.is_counted and tickets.party_type = 'client', true) as is_counted
    from responses
    left join {{ ref('fct_tickets') }} as tickets on tickets.ticket_id = responses.ticket_id
    left join {{ ref('core_ticket') }} as delivered on delivered.ticket_id = responses.ticket_id
    where tickets.ticket_id is not null or delivered.ticket_id is null
)

select
    placed.survey_response_id,
    placed.source_system,
    placed.source_instance,
    placed.native_id,
    placed.survey_type,
    clients.client_key,
    placed.client_id,
    placed.supplier_id,
    placed.business_unit,
    placed.ticket_id,
    placed.person_key,
    placed.employee_id,
    placed.sent_at,
    {{ reporting_date('placed.sent_at') }} as sent_on,
    placed.answered_at,
    {{ reporting_date('placed.answered_at') }} as answered_on,
    placed.score,
    placed.answer_points,
    placed.answer_count,
    placed.is_satisfied,
    case
        when placed.survey_type <> 'nps' then null
        when placed.score >= 9 then 1
        when placed.score >= 7 then 0
        when placed.score >= 0 then -1
    end as nps_points,
    placed.is_counted
from placed
left join {{ ref('dim_clients') }} as clients on clients.client_id = placed.client_id
