with usage_values as (
    select
        clients.client_id,
        clients.month_start,
        case
            when client_usage.user_days_84_before > 0
                then
                    {{ divide('least(client_usage.active_users_30_days, clients.licensed_seats)', 'clients.licensed_seats', 60, scale=12) }}
                    + cast(0.4 * least(greatest({{ divide('client_usage.user_days_28', 'client_usage.user_days_84_before', 300, scale=12) }} - 25, 0), 100) as decimal(28,12))
            -- Without an earlier time to compare with, the share of seats in use tells alone.
            else {{ divide('least(coalesce(client_usage.active_users_30_days, 0), clients.licensed_seats)', 'clients.licensed_seats', 100, scale=12) }}
        end as value
    from {{ ref('int_clients_in_force') }} as clients
    left join {{ ref('int_client_usage') }} as client_usage
        on client_usage.client_id = clients.client_id and client_usage.month_start = clients.month_start
    where clients.licensed_seats > 0
),

tickets as (
    select
        tickets.client_id,
        months.month_start,
        count(*) as created,
        count(case when not tickets.is_escalated then tickets.ticket_id end) as calm
    from {{ ref('fct_tickets') }} as tickets
    inner join {{ ref('int_months') }} as months
        on tickets.opened_on > {{ add_days('months.stock_on', -90) }} and tickets.opened_on <= months.stock_on
    where tickets.is_counted and tickets.party_type = 'client'
    group by tickets.client_id, months.month_start
),

slas as (
    select
        slas.client_id,
        months.month_start,
        count(*) as decided,
        count(case when slas.verdict = 'met' then slas.sla_instance_id end) as met
    from {{ ref('fct_ticket_slas') }} as slas
    inner join {{ ref('int_months') }} as months
        on slas.decided_on > {{ add_days('months.stock_on', -90) }} and slas.decided_on <= months.stock_on
    where
        slas.is_counted
        and slas.party_type = 'client'
        and coalesce(slas.agreement = 'client', true)
        and slas.verdict in ('met', 'breached')
    group by slas.client_id, months.month_start
),

support_values as (
    select
        tickets.client_id,
        tickets.month_start,
        case
            when slas.decided > 0
                then
                    {{ divide('slas.met', 'slas.decided', 60, scale=12) }}
                    + {{ divide('tickets.calm', 'tickets.created', 40, scale=12) }}
            else {{ divide('tickets.calm', 'tickets.created', 100, scale=12) }}
        end as value
    from tickets
    left join slas on slas.client_id = tickets.client_id and slas.month_start = tickets.month_start
),

payments as (
    select
        invoices.client_id,
        months.month_start,
        sum({{ reporting_amount('settlements.paid_in_time_amount', 'invoices.currency', 'rates') }}) as paid_amount,
        sum({{ reporting_amount('settlements.due_amount', 'invoices.currency', 'rates') }}) as due_amount,
        bool_and(settlements.is_past_due) as is_final
    from {{ ref('int_client_invoice_settlements') }} as settlements
    inner join {{ ref('fct_client_invoices') }} as invoices
        on invoices.client_invoice_id = settlements.client_invoice_id
    inner join {{ ref('int_months') }} as months
        on settlements.due_on > {{ add_days('months.stock_on', -180) }} and settlements.due_on <= months.stock_on
    left join {{ ref('int_fx_rate_spans') }} as rates
        on {{ fx_rate_join('rates', 'invoices.currency', 'invoices.invoiced_on') }}
    where settlements.is_due and invoices.reporting_net_amount is not null
    group by invoices.client_id, months.month_start
),

meetings as (
    select
        clients.client_id,
        clients.month_start,
        clients.meetings_a_month,
        clients.is_review_required,
        count(case when meetings.started_on > {{ add_days('clients.stock_on', -90) }} then meetings.interaction_id end) as held,
        count(case when meetings.is_review then meetings.interaction_id end) as reviews
    from {{ ref('int_clients_in_force') }} as clients
    -- Reviews of the running quarter and the one before, which reach back 90 days at least.
    left join {{ ref('int_client_meetings') }} as meetings
        on
            meetings.client_id = clients.client_id
            and meetings.started_on >= {{ add_months("cast(date_trunc('quarter', clients.month_start) as date)", -3) }}
            and meetings.started_on <= clients.stock_on
    where clients.meetings_a_month > 0
    group by clients.client_id, clients.month_start, clients.meetings_a_month, clients.is_review_required
),

engagement_values as (
    select
        meetings.client_id,
        meetings.month_start,
        case
            when meetings.is_review_required
                then
                    {{ divide('least(meetings.held, 3 * meetings.meetings_a_month)', '3 * meetings.meetings_a_month', 70, scale=12) }}
                    + case when meetings.reviews > 0 then 30 else 0 end
            else {{ divide('least(meetings.held, 3 * meetings.meetings_a_month)', '3 * meetings.meetings_a_month', 100, scale=12) }}
        end as value
    from meetings
)

select
    usage_values.client_id,
    usage_values.month_start,
    'usage' as component,
    cast(usage_values.value as decimal(28,12)) as value,
    true as is_final
from usage_values
union all
select
    support_values.client_id,
    support_values.month_start,
    'support' as component,
    cast(support_values.value as decimal(28,12)) as value,
    true as is_final
from support_values
union all
select
    payments.client_id,
    payments.month_start,
    'payment' as component,
    cast({{ divide('payments.paid_amount', 'payments.due_amount', 100, scale=12) }} as decimal(28,12)) as value,
    payments.is_final
from payments
where payments.due_amount > 0
union all
select
    sentiments.client_id,
    sentiments.month_start,
    'sentiment' as component,
    cast(sentiments.value as decimal(28,12)) as value,
    true as is_final
from {{ ref('int_client_sentiments') }} as sentiments
union all
select
    engagement_values.client_id,
    engagement_values.month_start,
    'engagement' as component,
    cast(engagement_values.value as decimal(28,12)) as value,
    true as is_final
from engagement_values
