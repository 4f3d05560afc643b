{%- set days_to_act = 14 -%}

with run as (
    {{ run_parameters() }}
),

-- Who is a client no more needs no meeting.
clients_now as (
    select
        in_force.client_id,
        months.month_end
    from {{ ref('int_clients_in_force') }} as in_force
    inner join {{ ref('int_months') }} as months on months.month_start = in_force.month_start
    where in_force.is_newest
),

-- The last month that is over.
cadences as (
    select
        in_force.client_id,
        in_force.month_start,
        in_force.stock_on,
        in_force.meetings_a_month,
        count(meetings.interaction_id) as meetings,
        {{ text_list('meetings.interaction_id') }} as row_keys
    from {{ ref('int_clients_in_force') }} as in_force
    inner join run on in_force.month_start = {{ add_months(month_of('run.as_of_on'), -1) }}
    inner join clients_now on clients_now.client_id = in_force.client_id
    left join {{ ref('int_client_meetings') }} as meetings
        on
            meetings.client_id = in_force.client_id
            and meetings.started_on between in_force.month_start and in_force.stock_on
    where in_force.meetings_a_month > 0
    group by in_force.client_id, in_force.month_start, in_force.stock_on, in_force.meetings_a_month
),

-- The last quarter that is over; a review held since then makes up for it.
reviews as (
    select
        in_force.client_id,
        in_force.stock_on,
        count(meetings.interaction_id) as reviews
    from {{ ref('int_clients_in_force') }} as in_force
    inner join run on in_force.month_start = {{ add_months(quarter_of('run.as_of_on'), -1) }}
    inner join clients_now on clients_now.client_id = in_force.client_id
    left join {{ ref('int_client_meetings') }} as meetings
        on
            meetings.client_id = in_force.client_id
            and meetings.is_review
            and meetings.started_on between {{ quarter_of('in_force.month_start') }} and run.as_of_on
    where in_force.is_review_required
    group by in_force.client_id, in_force.stock_on
),

people as (
    select
        met.client_id,
        clients_now.month_end,
        met.meetings,
        {{ text_list('meetings.interaction_id') }} as row_keys
    from {{ ref('int_client_people_met') }} as met
    inner join clients_now on clients_now.client_id = met.client_id
    left join {{ ref('int_meetings_90_days') }} as meetings
        on meetings.client_id = met.client_id and meetings.month_start = met.month_start
    where met.is_newest and met.is_single_threaded
    group by met.client_id, clients_now.month_end, met.meetings
),

actions as (
    select
        'cadence_missed' as rule_id,
        cadences.client_id,
        {{ add_days('cadences.stock_on', days_to_act) }} as due_on,
        cast(cadences.meetings as varchar) || ' of ' || cast(cadences.meetings_a_month as varchar)
        || ' meetings were held in the month from ' || cast(cadences.month_start as varchar) as reason,
        cadences.row_keys
    from cadences
    where cadences.meetings < cadences.meetings_a_month
    union all
    select
        'review_not_held' as rule_id,
        reviews.client_id,
        {{ add_days('reviews.stock_on', days_to_act) }} as due_on,
        'No review was held in the quarter that ended on ' || cast(reviews.stock_on as varchar) || ', nor since' as reason,
        cast(null as varchar) as row_keys
    from reviews
    where reviews.reviews = 0
    union all
    select
        'single_threaded_client' as rule_id,
        people.client_id,
        {{ add_days('people.month_end', days_to_act) }} as due_on,
        case
            when people.meetings = 0 then 'Nobody of the client was met in 90 days'
            else 'Only one person of the client was met in 90 days'
        end as reason,
        people.row_keys
    from people
)

select
    actions.rule_id,
    actions.client_id as subject_id,
    'client' as party_type,
    actions.client_id as party_id,
    clients.relationship_manager_id as owner_id,
    actions.due_on,
    annual.reporting_annual_amount as reporting_value_amount,
    actions.reason,
    'fct_interactions' as rows_of,
    actions.row_keys
from actions
inner join {{ ref('dim_clients') }} as clients on clients.client_id = actions.client_id
left join {{ ref('int_client_annual_values') }} as annual on annual.client_id = actions.client_id
