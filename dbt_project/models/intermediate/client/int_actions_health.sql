{%- set fall_points = 15 -%}
{%- set days_to_act = 14 -%}

-- Health that too few components tell is no reason to act.
select
    'health_fell' as rule_id,
    health.client_id as subject_id,
    'client' as party_type,
    health.client_id as party_id,
    clients.relationship_manager_id as owner_id,
    {{ add_days('months.month_end', days_to_act) }} as due_on,
    annual.reporting_annual_amount as reporting_value_amount,
    'Health fell by ' || cast(cast(-health.change_on_month as decimal(28,1)) as varchar) || ' points on the month, to '
    || cast(cast(health.score as decimal(28,1)) as varchar) || coalesce('; ' || health.driver_1, '') as reason,
    'client_health' as rows_of,
    health.client_id as row_keys
from {{ ref('client_health') }} as health
inner join {{ ref('int_months') }} as months on months.month_start = health.month_start
inner join {{ ref('dim_clients') }} as clients on clients.client_id = health.client_id
left join {{ ref('int_client_annual_values') }} as annual on annual.client_id = health.client_id
where health.rating <> 'unknown' and health.change_on_month <= -{{ fall_points }}
