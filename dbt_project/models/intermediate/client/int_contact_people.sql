-- A person has a record in each system; the mail address is the same.
with contacts as (
    select
        contacts.contact_id,
        coalesce(nullif(lower(trim(contacts.email)), ''), contacts.contact_id) as person,
        members.client_id
    from {{ ref('core_contact') }} as contacts
    left join {{ ref('idn_client_members') }} as members on members.member_id = contacts.client_id
),

people as (
    select
        contacts.person,
        case when min(contacts.client_id) = max(contacts.client_id) then min(contacts.client_id) end as client_id
    from contacts
    group by contacts.person
)

select
    contacts.contact_id,
    {{ surrogate_key('contacts.person') }} as person_key,
    -- Who is known at one client only is there in every system.
    coalesce(contacts.client_id, people.client_id) as client_id
from contacts
inner join people on people.person = contacts.person
