with run as (
    {{ run_parameters() }}
),

cases as (
    select
        cases.feedback_case_id,
        cases.source_system,
        cases.source_instance,
        cases.native_id,
        coalesce(members.client_id, 'unknown') as client_id,
        cases.employee_id,
        cases.kind,
        cases.opened_at,
        case when cases.closed_at <= run.as_of then cases.closed_at end as closed_at,
        case when cases.closed_at <= run.as_of then cases.root_cause end as root_cause
    from {{ ref('core_feedback_case') }} as cases
    cross join run
    left join {{ ref('idn_client_members') }} as members on members.member_id = cases.client_id
    where not coalesce(cases.is_deleted, false) and cases.opened_at <= run.as_of
)

select
    cases.feedback_case_id,
    cases.source_system,
    cases.source_instance,
    cases.native_id,
    clients.client_key,
    cases.client_id,
    cases.employee_id,
    cases.kind,
    cases.opened_at,
    {{ reporting_date('cases.opened_at') }} as opened_on,
    cases.closed_at,
    cases.root_cause
from cases
inner join {{ ref('dim_clients') }} as clients on clients.client_id = cases.client_id
