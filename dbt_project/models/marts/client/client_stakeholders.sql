{%- set roles = ['decision_maker', 'influencer', 'gatekeeper', 'user'] -%}
-- Of people there are counts only: who they are stands in stakeholder_map.
with counted as (
    select
        stakeholders.client_id,
        {%- for role in roles %}
        count(stakeholders.{{ role }}_since_at) as {{ role }}s,
        {%- endfor %}
        count(stakeholders.last_contact_on) as people_in_touch_12_months
    from {{ ref('int_stakeholders') }} as stakeholders
    group by stakeholders.client_id
)

select
    clients.client_key,
    known_roles.client_id,
    clients.client_name,
    {%- for role in roles %}
    coalesce(counted.{{ role }}s, 0) as {{ role }}s,
    {%- endfor %}
    met.people_met as people_met_90_days,
    met.meetings as meetings_90_days,
    coalesce(counted.people_in_touch_12_months, 0) as people_in_touch_12_months,
    known_roles.is_covered,
    met.is_single_threaded,
    known_roles.missing_roles
from {{ ref('int_client_known_roles') }} as known_roles
inner join {{ ref('int_client_people_met') }} as met
    on met.client_id = known_roles.client_id and met.month_start = known_roles.month_start
inner join {{ ref('dim_clients') }} as clients on clients.client_id = known_roles.client_id
left join counted on counted.client_id = known_roles.client_id
where known_roles.is_newest
