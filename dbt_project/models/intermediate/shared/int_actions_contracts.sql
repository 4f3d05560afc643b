{%- set window_days = 90 -%}

with run as (
    {{ run_parameters() }}
)

select
    'notice_window' as rule_id,
    calendar.contract_id as subject_id,
    calendar.party_type,
    calendar.party_id,
    coalesce(clients.relationship_manager_id, managers.manager, stakes.owner_id, 'unknown') as owner_id,
    calendar.notice_by_on as due_on,
    calendar.reporting_value_amount,
    'Contract ' || coalesce(calendar.contract_number, calendar.contract_id) || ' renews itself after '
    || cast(calendar.ends_on as varchar) || ' unless notice is given by ' || cast(calendar.notice_by_on as varchar) as reason,
    'contract_calendar' as rows_of,
    calendar.contract_id as row_keys
from {{ ref('contract_calendar') }} as calendar
inner join run
    on calendar.notice_by_on between run.as_of_on and {{ add_days('run.as_of_on', window_days) }}
left join {{ ref('dim_clients') }} as clients
    on clients.client_id = calendar.party_id and calendar.party_type = 'client'
left join {{ ref('dim_contracts') }} as contracts
    on contracts.contract_id = calendar.contract_id and calendar.party_type = 'supplier'
left join {{ ref('int_category_managers') }} as managers on managers.category = contracts.category
left join {{ ref('int_supplier_stakes') }} as stakes
    on stakes.supplier_id = calendar.party_id and calendar.party_type = 'supplier'
