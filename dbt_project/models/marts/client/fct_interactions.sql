with run as (
    {{ run_parameters() }}
),

interactions as (
    select
        interactions.interaction_id,
        interactions.source_system,
        interactions.source_instance,
        interactions.native_id,
        coalesce(members.client_id, 'unknown') as client_id,
        people.person_key,
        interactions.employee_id,
        coalesce(lower(employees.email), interactions.employee_id) as employee_code,
        interactions.kind,
        coalesce(interactions.is_review, false) as is_review,
        coalesce(interactions.is_held, true) as is_held,
        coalesce(interactions.is_copy, false) as is_copy,
        interactions.started_at,
        interactions.duration_seconds,
        interactions.direction
    from {{ ref('core_interaction') }} as interactions
    cross join run
    left join {{ ref('idn_client_members') }} as members on members.member_id = interactions.client_id
    left join {{ ref('int_contact_people') }} as people on people.contact_id = interactions.contact_id
    left join {{ ref('core_employee') }} as employees on employees.employee_id = interactions.employee_id
    where not coalesce(interactions.is_deleted, false) and interactions.started_at <= run.as_of
),

-- Several systems may tell of one meeting: the same client, minute, kind and people.
numbered as (
    select
        interactions.interaction_id,
        interactions.source_system,
        interactions.source_instance,
        interactions.native_id,
        interactions.client_id,
        interactions.person_key,
        interactions.employee_id,
        interactions.kind,
        interactions.is_review,
        interactions.is_held,
        interactions.is_copy,
        interactions.started_at,
        interactions.duration_seconds,
        interactions.direction,
        row_number() over (
            partition by
                interactions.client_id,
                interactions.kind,
                date_trunc('minute', interactions.started_at),
                interactions.person_key,
                interactions.employee_code,
                interactions.is_held,
                interactions.is_copy
            order by interactions.is_review desc, interactions.interaction_id asc
        ) as place
    from interactions
)

select
    numbered.interaction_id,
    numbered.source_system,
    numbered.source_instance,
    numbered.native_id,
    clients.client_key,
    numbered.client_id,
    numbered.person_key,
    numbered.employee_id,
    numbered.kind,
    numbered.is_review,
    numbered.is_held,
    numbered.started_at,
    {{ reporting_date('numbered.started_at') }} as started_on,
    numbered.duration_seconds,
    numbered.direction,
    numbered.place = 1 and not numbered.is_copy as is_counted
from numbered
inner join {{ ref('dim_clients') }} as clients on clients.client_id = numbered.client_id
