{%- set families = [
    'int_actions_contracts',
    'int_actions_health',
    'int_actions_service',
    'int_actions_feedback',
    'int_actions_invoices',
    'int_actions_meetings',
    'int_actions_certificates',
    'int_actions_sourcing',
    'int_actions_deliveries',
    'int_actions_obligations',
    'int_actions_initiatives',
] -%}
{%- set columns = [
    'rule_id', 'subject_id', 'party_type', 'party_id', 'owner_id', 'due_on', 'reporting_value_amount', 'reason', 'rows_of', 'row_keys',
] -%}
{%- set soon_days = 7 -%}
{%- set high_value = 100000 -%}

with run as (
    {{ run_parameters() }}
),

actions as (
    {%- for family in families %}
    select
        {%- for column in columns %}
        {{ family }}.{{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ ref(family) }} as {{ family }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

dated as (
    select
        {%- for column in columns %}
        actions.{{ column }},
        {%- endfor %}
        case
            when actions.due_on < run.as_of_on then 'overdue'
            when actions.due_on <= {{ add_days('run.as_of_on', soon_days) }} then 'due_soon'
            else 'open'
        end as status,
        coalesce(actions.reporting_value_amount >= {{ high_value }}, false) as is_of_high_value
    from actions
    cross join run
)

select
    dated.rule_id || ':' || dated.subject_id as action_id,
    dated.rule_id,
    dated.party_type,
    dated.party_id,
    coalesce(clients.client_name, suppliers.supplier_name, dated.party_id) as party_name,
    dated.owner_id,
    coalesce(employees.employee_name, dated.owner_id) as owner_name,
    dated.due_on,
    dated.status,
    case
        when dated.status <> 'open' and dated.is_of_high_value then 'high'
        when dated.status <> 'open' or dated.is_of_high_value then 'medium'
        else 'low'
    end as priority,
    cast(dated.reporting_value_amount as decimal(28,6)) as reporting_value_amount,
    dated.reason,
    dated.rows_of,
    dated.row_keys
from dated
left join {{ ref('dim_clients') }} as clients on clients.client_id = dated.party_id and dated.party_type = 'client'
left join {{ ref('dim_suppliers') }} as suppliers on suppliers.supplier_id = dated.party_id and dated.party_type = 'supplier'
left join {{ ref('core_employee') }} as employees on employees.employee_id = dated.owner_id
