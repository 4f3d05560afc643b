select
    in_force.client_id,
    in_force.month_start,
    in_force.is_newest,
    meetings.interaction_id,
    meetings.person_key,
    meetings.employee_id,
    meetings.started_on
from {{ ref('int_clients_in_force') }} as in_force
inner join {{ ref('int_client_meetings') }} as meetings
    on
        meetings.client_id = in_force.client_id
        and meetings.started_on > {{ add_days('in_force.stock_on', -90) }}
        and meetings.started_on <= in_force.stock_on
