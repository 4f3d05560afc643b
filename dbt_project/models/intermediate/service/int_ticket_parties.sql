with run as (
    {{ run_parameters() }}
),

-- Where the kind of ticket decides, a value map of its system says so.
kinds as (
    select
        maps.system,
        maps.source_value as kind_code,
        maps.canonical_value as party_type
    from {{ ref('stg_reference__value_map') }} as maps
    where maps.field = 'ticket_party'
),

tickets as (
    select
        tickets.ticket_id,
        kinds.party_type as stated_party_type,
        tickets.client_native_id is not null or tickets.supplier_native_id is not null as has_company,
        clients.client_id,
        suppliers.supplier_id,
        askers.employee_id as asking_employee_id,
        tickets.business_unit
    from {{ ref('core_ticket') }} as tickets
    cross join run
    left join kinds on kinds.system = tickets.source_system and kinds.kind_code = tickets.kind_code
    left join {{ ref('idn_client_members') }} as clients on clients.member_id = tickets.client_id
    left join {{ ref('idn_supplier_members') }} as suppliers on suppliers.member_id = tickets.supplier_id
    left join {{ ref('core_employee') }} as askers on askers.employee_id = tickets.contact_id
    where not coalesce(tickets.is_deleted, false) and tickets.opened_at <= run.as_of
),

-- A company that is both is a client here; one that no file holds is taken for one.
told as (
    select
        tickets.ticket_id,
        case
            when tickets.stated_party_type is not null then tickets.stated_party_type
            when tickets.client_id is not null then 'client'
            when tickets.supplier_id is not null then 'supplier'
            when not tickets.has_company and tickets.asking_employee_id is not null then 'internal'
            else 'client'
        end as party_type,
        tickets.client_id,
        tickets.supplier_id,
        tickets.business_unit
    from tickets
)

select
    told.ticket_id,
    told.party_type,
    case when told.party_type = 'client' then coalesce(told.client_id, 'unknown') end as client_id,
    case when told.party_type = 'supplier' then coalesce(told.supplier_id, 'unknown') end as supplier_id,
    coalesce(told.business_unit, clients.business_unit, 'unknown') as business_unit
from told
left join {{ ref('dim_clients') }} as clients on told.party_type = 'client' and clients.client_id = told.client_id
