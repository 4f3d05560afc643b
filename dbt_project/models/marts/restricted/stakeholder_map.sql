select
    clients.client_key,
    stakeholders.client_id,
    clients.client_name,
    stakeholders.person_key,
    contacts.contact_name,
    contacts.email,
    contacts.title,
    contacts.department,
    stakeholders.roles,
    stakeholders.decision_maker_since_at,
    stakeholders.influencer_since_at,
    stakeholders.gatekeeper_since_at,
    stakeholders.user_since_at,
    stakeholders.role_sources,
    stakeholders.last_met_on,
    stakeholders.meetings_90_days,
    stakeholders.met_by,
    stakeholders.last_contact_on,
    stakeholders.interactions_12_months,
    met.is_single_threaded and stakeholders.meetings_90_days > 0 as is_single_thread,
    known_roles.has_decision_maker,
    known_roles.has_influencer,
    known_roles.has_gatekeeper,
    known_roles.missing_roles
from {{ ref('int_stakeholders') }} as stakeholders
inner join {{ ref('dim_clients') }} as clients on clients.client_id = stakeholders.client_id
inner join {{ ref('dim_contacts') }} as contacts on contacts.person_key = stakeholders.person_key
inner join {{ ref('int_client_known_roles') }} as known_roles
    on known_roles.client_id = stakeholders.client_id and known_roles.is_newest
inner join {{ ref('int_client_people_met') }} as met
    on met.client_id = stakeholders.client_id and met.is_newest
