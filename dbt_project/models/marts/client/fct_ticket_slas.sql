{%- set own_first = var('sla_verdict_source') == 'computed' %}
with run as (
    {{ run_parameters() }}
),

known as (
    select
        slas.sla_instance_id,
        slas.source_system,
        slas.source_instance,
        slas.native_id,
        slas.ticket_id,
        slas.metric,
        slas.instance_number,
        slas.policy_name,
        slas.agreement,
        slas.target_minutes,
        slas.is_business_time,
        slas.applied_at,
        least(slas.started_at, slas.applied_at) as started_at,
        case when slas.fulfilled_at > run.as_of then null else slas.final_verdict end as final_verdict,
        case when slas.fulfilled_at <= run.as_of then slas.fulfilled_at end as fulfilled_at,
        case when slas.breached_at <= run.as_of then slas.breached_at end as breached_at,
        case when slas.cancelled_at <= run.as_of then slas.cancelled_at end as cancelled_at
    from {{ ref('core_sla_instance') }} as slas
    cross join run
    where not coalesce(slas.is_deleted, false) and (slas.applied_at <= run.as_of or slas.applied_at is null)
),

judged as (
    select
        known.sla_instance_id,
        known.source_system,
        known.source_instance,
        known.native_id,
        known.ticket_id,
        known.metric,
        known.instance_number,
        known.policy_name,
        known.agreement,
        known.target_minutes,
        known.is_business_time,
        known.applied_at,
        known.started_at,
        known.fulfilled_at,
        known.breached_at,
        known.cancelled_at,
        case
            when known.final_verdict is not null then known.final_verdict
            -- What ends in the very instant its target is reached is met: the clock no longer runs on.
            when known.breached_at < coalesce(known.fulfilled_at, known.cancelled_at) then 'breached'
            when known.breached_at is not null and coalesce(known.fulfilled_at, known.cancelled_at) is null then 'breached'
            when known.cancelled_at is not null and known.fulfilled_at is null then 'cancelled'
            when known.fulfilled_at is not null then 'met'
            else 'running'
        end as verdict,
        known.final_verdict is not null as is_final_verdict_only
    from known
),

-- The tool's verdict counts, or by choice our own where the log of the ticket tells enough for one.
decided as (
    select
        judged.sla_instance_id,
        judged.source_system,
        judged.source_instance,
        judged.native_id,
        judged.ticket_id,
        judged.metric,
        judged.instance_number,
        judged.policy_name,
        judged.agreement,
        judged.target_minutes,
        judged.is_business_time,
        judged.applied_at,
        judged.started_at,
        judged.cancelled_at,
        judged.verdict as tool_verdict,
        computed.verdict as computed_verdict,
        computed.seconds as computed_seconds,
        computed.breached_at as computed_breached_at,
        {%- if own_first %}
        case when computed.verdict is not null then 'computed' else 'tool' end as verdict_source,
        coalesce(computed.verdict, judged.verdict) as verdict,
        case when computed.verdict is not null then computed.fulfilled_at else judged.fulfilled_at end as fulfilled_at,
        case when computed.verdict is not null then computed.breached_at else judged.breached_at end as breached_at,
        judged.is_final_verdict_only and computed.verdict is null as is_final_verdict_only
        {%- else %}
        'tool' as verdict_source,
        judged.verdict,
        judged.fulfilled_at,
        judged.breached_at,
        judged.is_final_verdict_only
        {%- endif %}
    from judged
    left join {{ ref('int_ticket_sla_verdicts') }} as computed on computed.sla_instance_id = judged.sla_instance_id
)

select
    decided.sla_instance_id,
    decided.source_system,
    decided.source_instance,
    decided.native_id,
    coalesce(tickets.client_key, -1) as client_key,
    coalesce(tickets.client_id, 'unknown') as client_id,
    coalesce(tickets.party_type, 'client') as party_type,
    decided.ticket_id,
    tickets.priority,
    decided.metric,
    decided.instance_number,
    decided.policy_name,
    decided.agreement,
    decided.target_minutes,
    decided.is_business_time,
    decided.applied_at,
    decided.started_at,
    decided.fulfilled_at,
    decided.breached_at,
    decided.cancelled_at,
    decided.verdict,
    decided.verdict_source,
    decided.tool_verdict,
    decided.computed_verdict,
    decided.computed_seconds,
    decided.computed_breached_at,
    case
        when decided.is_final_verdict_only then {{ reporting_date('coalesce(decided.fulfilled_at, tickets.opened_at)') }}
        when decided.verdict = 'met' then {{ reporting_date('decided.fulfilled_at') }}
        when decided.verdict = 'breached' then {{ reporting_date('decided.breached_at') }}
    end as decided_on,
    coalesce(tickets.is_counted, true) as is_counted
from decided
left join {{ ref('fct_tickets') }} as tickets on tickets.ticket_id = decided.ticket_id
left join {{ ref('core_ticket') }} as delivered on delivered.ticket_id = decided.ticket_id
-- A clock without its ticket counts under unknown; one of a ticket that does not count, such as a deleted one, does not.
where tickets.ticket_id is not null or delivered.ticket_id is null
