with run as (
    {{ run_parameters() }}
),

-- This week and the last; what is older was acted upon or never will be.
breaches as (
    select
        slas.client_id,
        cast(date_trunc('week', slas.decided_on) as date) as week_start,
        count(*) as breaches,
        {{ text_list('slas.sla_instance_id') }} as row_keys
    from {{ ref('fct_ticket_slas') }} as slas
    cross join run
    inner join {{ ref('int_client_rules') }} as rules
        on rules.client_id = slas.client_id and slas.decided_on between rules.valid_from and rules.valid_to
    where
        slas.is_counted
        and slas.party_type = 'client'
        and coalesce(slas.agreement = 'client', true)
        and slas.verdict = 'breached'
        and rules.is_top
        and slas.decided_on >= {{ add_days("cast(date_trunc('week', run.as_of_on) as date)", -7) }}
    group by slas.client_id, cast(date_trunc('week', slas.decided_on) as date)
)

-- Due on the Friday of the week that follows.
select
    'sla_breached' as rule_id,
    breaches.client_id || '@' || cast(breaches.week_start as varchar) as subject_id,
    'client' as party_type,
    breaches.client_id as party_id,
    clients.relationship_manager_id as owner_id,
    {{ add_days('breaches.week_start', 11) }} as due_on,
    annual.reporting_annual_amount as reporting_value_amount,
    'Service levels of a client of a top segment breached in the week from ' || cast(breaches.week_start as varchar)
    || ': ' || cast(breaches.breaches as varchar) as reason,
    'fct_ticket_slas' as rows_of,
    breaches.row_keys
from breaches
inner join {{ ref('dim_clients') }} as clients on clients.client_id = breaches.client_id
left join {{ ref('int_client_annual_values') }} as annual on annual.client_id = breaches.client_id
