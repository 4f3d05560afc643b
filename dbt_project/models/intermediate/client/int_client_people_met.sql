with people as (
    select
        meetings.client_id,
        meetings.month_start,
        meetings.person_key,
        count(meetings.interaction_id) as meetings
    from {{ ref('int_meetings_90_days') }} as meetings
    group by meetings.client_id, meetings.month_start, meetings.person_key
),

met as (
    select
        in_force.client_id,
        in_force.month_start,
        in_force.stock_on,
        in_force.is_newest,
        count(people.person_key) as people_met,
        coalesce(sum(people.meetings), 0) as meetings
    from {{ ref('int_clients_in_force') }} as in_force
    left join people on people.client_id = in_force.client_id and people.month_start = in_force.month_start
    group by in_force.client_id, in_force.month_start, in_force.stock_on, in_force.is_newest
)

select
    met.client_id,
    met.month_start,
    met.stock_on,
    met.is_newest,
    met.people_met,
    cast(met.meetings as bigint) as meetings,
    met.people_met <= 1 as is_single_threaded
from met
