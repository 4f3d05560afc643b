with entries as (
    select
        entries.business_unit,
        entries.system,
        entries.instance,
        entries.valid_from,
        entries.valid_to
    from {{ ref('stg_reference__system_of_record') }} as entries
    where entries.entity = 'ticket'
),

tickets as (
    select
        tickets.ticket_id,
        tickets.source_system,
        tickets.source_instance,
        parties.business_unit,
        {{ reporting_date('tickets.opened_at') }} as opened_on
    from {{ ref('core_ticket') }} as tickets
    inner join {{ ref('int_ticket_parties') }} as parties on parties.ticket_id = tickets.ticket_id
),

delivered as (
    select
        tickets.source_system,
        tickets.source_instance
    from tickets
    group by tickets.source_system, tickets.source_instance
),

-- The systems that count somewhere, of those that delivered.
desks as (
    select
        delivered.source_system,
        delivered.source_instance
    from delivered
    inner join entries on entries.system = delivered.source_system and entries.instance = delivered.source_instance
    group by delivered.source_system, delivered.source_instance
),

desk_count as (
    select count(*) as desks
    from desks
),

-- The entry of the ticket's own unit counts, else that of every other unit. Of a ticket whose unit nobody knows, all
-- systems count that count anywhere.
placed as (
    select
        tickets.ticket_id,
        tickets.source_system,
        tickets.source_instance,
        tickets.business_unit,
        coalesce(own.system, others.system) as system_of_record,
        coalesce(own.instance, others.instance) as instance_of_record,
        desks.source_system is not null as is_of_desk,
        tickets.business_unit = 'unknown' and desk_count.desks > 0 as is_left_to_desks
    from tickets
    cross join desk_count
    left join entries as own
        on own.business_unit = tickets.business_unit and tickets.opened_on between own.valid_from and own.valid_to
    left join entries as others
        on others.business_unit = '*' and tickets.opened_on between others.valid_from and others.valid_to
    left join desks
        on desks.source_system = tickets.source_system and desks.source_instance = tickets.source_instance
)

select
    placed.ticket_id,
    placed.source_system,
    placed.source_instance,
    placed.business_unit,
    case
        when placed.system_of_record is not null
            then placed.system_of_record = placed.source_system and placed.instance_of_record = placed.source_instance
        when placed.is_left_to_desks then placed.is_of_desk
        else true
    end as is_of_record,
    placed.system_of_record is not null or placed.is_left_to_desks as is_decided
from placed
