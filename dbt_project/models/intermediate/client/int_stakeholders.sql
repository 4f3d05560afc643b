{#- A person may be in touch with several clients, and have a role at one that is not its own. -#}
{%- set roles = ['decision_maker', 'influencer', 'gatekeeper', 'user'] -%}
with run as (
    {{ run_parameters() }}
),

roles_now as (
    select
        roles.client_id,
        -- The role of somebody whose record was not delivered.
        coalesce(roles.person_key, -1) as person_key,
        roles.role,
        coalesce(roles.opportunity_id, 'client') as source,
        roles.known_at
    from {{ ref('int_stakeholder_roles') }} as roles
    inner join {{ ref('int_clients_in_force') }} as in_force
        on in_force.client_id = roles.client_id and in_force.is_newest and roles.known_at <= in_force.stock_at
),

named_roles as (
    select
        roles_now.client_id,
        roles_now.person_key,
        roles_now.role,
        min(roles_now.known_at) as since_at
    from roles_now
    group by roles_now.client_id, roles_now.person_key, roles_now.role
),

deciding as (
    select
        named_roles.client_id,
        named_roles.person_key,
        {{ text_list('named_roles.role') }} as roles,
        {%- for role in roles %}
        min(case when named_roles.role = '{{ role }}' then named_roles.since_at end) as {{ role }}_since_at{{ ',' if not loop.last }}
        {%- endfor %}
    from named_roles
    group by named_roles.client_id, named_roles.person_key
),

role_sources as (
    select
        roles_now.client_id,
        roles_now.person_key,
        roles_now.source
    from roles_now
    group by roles_now.client_id, roles_now.person_key, roles_now.source
),

sourced as (
    select
        role_sources.client_id,
        role_sources.person_key,
        {{ text_list('role_sources.source') }} as role_sources
    from role_sources
    group by role_sources.client_id, role_sources.person_key
),

in_touch as (
    select
        interactions.client_id,
        interactions.person_key,
        count(interactions.interaction_id) as interactions,
        max(interactions.started_on) as last_contact_on
    from {{ ref('fct_interactions') }} as interactions
    cross join run
    inner join {{ ref('int_clients_in_force') }} as in_force
        on in_force.client_id = interactions.client_id and in_force.is_newest
    where
        interactions.is_counted
        and interactions.is_held
        and interactions.person_key is not null
        and interactions.started_on > {{ add_months('run.as_of_on', -12) }}
    group by interactions.client_id, interactions.person_key
),

ever_met as (
    select
        meetings.client_id,
        meetings.person_key,
        max(meetings.started_on) as last_met_on
    from {{ ref('int_client_meetings') }} as meetings
    group by meetings.client_id, meetings.person_key
),

met_by_each as (
    select
        meetings.client_id,
        meetings.person_key,
        coalesce(names.employee_name, employees.employee_name, meetings.employee_id) as employee_name,
        count(meetings.interaction_id) as meetings
    from {{ ref('int_meetings_90_days') }} as meetings
    left join {{ ref('core_employee') }} as employees on employees.employee_id = meetings.employee_id
    left join {{ ref('int_employee_names') }} as names on names.email = lower(employees.email)
    where meetings.is_newest
    group by meetings.client_id, meetings.person_key, coalesce(names.employee_name, employees.employee_name, meetings.employee_id)
),

met as (
    select
        met_by_each.client_id,
        met_by_each.person_key,
        cast(sum(met_by_each.meetings) as bigint) as meetings,
        {{ text_list('met_by_each.employee_name') }} as met_by
    from met_by_each
    group by met_by_each.client_id, met_by_each.person_key
),

listed as (
    select
        deciding.client_id,
        deciding.person_key
    from deciding
    union all
    select
        in_touch.client_id,
        in_touch.person_key
    from in_touch
),

people as (
    select
        listed.client_id,
        listed.person_key
    from listed
    group by listed.client_id, listed.person_key
)

select
    people.client_id,
    people.person_key,
    deciding.roles,
    {%- for role in roles %}
    deciding.{{ role }}_since_at,
    {%- endfor %}
    sourced.role_sources,
    ever_met.last_met_on,
    coalesce(met.meetings, 0) as meetings_90_days,
    met.met_by,
    in_touch.last_contact_on,
    coalesce(in_touch.interactions, 0) as interactions_12_months
from people
left join deciding on deciding.client_id = people.client_id and deciding.person_key = people.person_key
left join sourced on sourced.client_id = people.client_id and sourced.person_key = people.person_key
left join in_touch on in_touch.client_id = people.client_id and in_touch.person_key = people.person_key
left join ever_met on ever_met.client_id = people.client_id and ever_met.person_key = people.person_key
left join met on met.client_id = people.client_id and met.person_key = people.person_key
