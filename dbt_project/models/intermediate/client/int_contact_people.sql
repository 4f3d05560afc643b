-- A person has a record in each system; the mail address is the same. What stands in its place ("none", "-") is nobody's address.
with contacts as (
    select
        contacts.contact_id,
        coalesce(
            case when contacts.email like '%@%' then lower(trim(contacts.email)) end, contacts.contact_id
        ) as person_id,
        members.client_id
    from {{ ref('core_contact') }} as contacts
    left join {{ ref('idn_client_members') }} as members on members.member_id = contacts.client_id
),

people as (
    select
        contacts.person_id,
        case when min(contacts.client_id) = max(contacts.client_id) then min(contacts.client_id) end as client_id
    from contacts
    group by contacts.person_id
)

select
    contacts.contact_id,
    {{ surrogate_key('contacts.person_id') }} as person_key,
    contacts.person_id,
    -- Who is known at one client only is there in every system.
    coalesce(contacts.client_id, people.client_id) as client_id
from contacts
inner join people on people.person_id = contacts.person_id
