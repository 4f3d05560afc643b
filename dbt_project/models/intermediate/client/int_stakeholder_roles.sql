-- A role in an opportunity holds as long as the opportunity is not deleted.
select
    roles.stakeholder_role_id,
    members.client_id,
    people.person_key,
    roles.role,
    roles.opportunity_id,
    roles.known_at
from {{ ref('core_stakeholder_role') }} as roles
inner join {{ ref('idn_client_members') }} as members on members.member_id = roles.client_id
left join {{ ref('int_contact_people') }} as people on people.contact_id = roles.contact_id
left join {{ ref('fct_opportunities') }} as opportunities on opportunities.opportunity_id = roles.opportunity_id
where
    coalesce(roles.is_active, true)
    and not coalesce(roles.is_deleted, false)
    and (roles.opportunity_id is null or opportunities.opportunity_id is not null)
