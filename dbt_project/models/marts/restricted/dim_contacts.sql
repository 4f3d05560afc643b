-- A person has several records; what counts is what the earliest one that is not deleted says.
with records as (
    select
        people.person_key,
        people.person_id,
        {{ record_precedence('contacts', 'contact_id') }} as precedence,
        contacts.contact_name,
        contacts.email,
        contacts.title,
        contacts.department,
        people.client_id,
        contacts.source_system,
        coalesce(contacts.is_deleted, false) as is_deleted
    from {{ ref('int_contact_people') }} as people
    inner join {{ ref('core_contact') }} as contacts on contacts.contact_id = people.contact_id
),

records_by_system as (
    select
        records.person_key,
        records.source_system,
        count(records.precedence) as records
    from records
    group by records.person_key, records.source_system
),

held_by as (
    select
        records_by_system.person_key,
        cast(sum(records_by_system.records) as bigint) as records,
        {{ text_list('records_by_system.source_system') }} as systems
    from records_by_system
    group by records_by_system.person_key
),

people as (
    select
        records.person_key,
        records.person_id,
        {{ first_known('contact_name') }} as contact_name,
        {{ first_known('email') }} as email,
        {{ first_known('title') }} as title,
        {{ first_known('department') }} as department,
        coalesce({{ first_known('client_id') }}, 'unknown') as client_id,
        bool_and(records.is_deleted) as is_deleted
    from records
    group by records.person_key, records.person_id
),

members as (
    select
        people.person_key,
        people.person_id,
        people.contact_name,
        people.email,
        people.title,
        people.department,
        people.client_id,
        held_by.records,
        held_by.systems,
        people.is_deleted
    from people
    inner join held_by on held_by.person_key = people.person_key
    union all
    select
        cast(-1 as bigint) as person_key,
        'unknown' as person_id,
        'unknown' as contact_name,
        cast(null as varchar) as email,
        cast(null as varchar) as title,
        cast(null as varchar) as department,
        'unknown' as client_id,
        cast(0 as bigint) as records,
        cast(null as varchar) as systems,
        false as is_deleted
)

select
    members.person_key,
    members.person_id,
    members.contact_name,
    members.email,
    members.title,
    members.department,
    clients.client_key,
    members.client_id,
    members.records,
    members.systems,
    members.is_deleted
from members
inner join {{ ref('dim_clients') }} as clients on clients.client_id = members.client_id
