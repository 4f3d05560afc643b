{#- Metrics that run by status; those of replies run through. -#}
{%- set clocks = {} %}
{%- for metric in ['requester_wait', 'agent_work', 'resolution'] %}{% do clocks.update({metric: ticket_clocks()[metric]}) %}{% endfor %}
with run as (
    {{ run_parameters() }}
),

-- What asks for a next reply is in no log, so the tool has to say when it did.
next_replies as (
    select
        slas.sla_instance_id,
        min(events.occurred_at) as replied_at
    from {{ ref('core_sla_instance') }} as slas
    cross join run
    inner join {{ ref('core_ticket_event') }} as events
        on
            events.ticket_id = slas.ticket_id
            and events.field = 'public_reply'
            and events.occurred_at > slas.started_at
            and events.occurred_at <= run.as_of
    where slas.metric = 'next_reply'
    group by slas.sla_instance_id
),

-- However late a target applies, it is counted from the same start: for most the opening of the ticket.
instances as (
    select
        slas.sla_instance_id,
        slas.ticket_id,
        slas.metric,
        slas.is_business_time,
        cast(slas.target_minutes * 60 as bigint) as target_seconds,
        case when slas.metric = 'next_reply' then slas.started_at else tickets.opened_at end as started_at,
        case when slas.cancelled_at <= run.as_of then slas.cancelled_at end as cancelled_at,
        -- A reply fulfils what asks for one, else the solve does.
        case
            when slas.metric = 'first_reply' then coalesce(replies.replied_at, clocks.solved_at)
            when slas.metric = 'next_reply' then coalesce(next_replies.replied_at, clocks.solved_at)
            else clocks.solved_at
        end as fulfilled_at,
        run.as_of
    from {{ ref('core_sla_instance') }} as slas
    cross join run
    inner join {{ ref('core_ticket') }} as tickets on tickets.ticket_id = slas.ticket_id
    inner join {{ ref('int_ticket_clocks') }} as clocks on clocks.ticket_id = slas.ticket_id
    left join {{ ref('int_ticket_first_replies') }} as replies on replies.ticket_id = slas.ticket_id
    left join next_replies on next_replies.sla_instance_id = slas.sla_instance_id
    where
        (slas.metric in ('first_reply', '{{ clocks | join("', '") }}') or (slas.metric = 'next_reply' and slas.started_at is not null))
        and slas.target_minutes is not null
        and slas.is_business_time is not null
        and not coalesce(slas.is_deleted, false)
        and slas.applied_at <= run.as_of
        and (not slas.is_business_time or clocks.resolution_business_seconds is not null)
),

runs as (
    select
        instances.sla_instance_id,
        instances.ticket_id,
        instances.is_business_time,
        instances.started_at,
        coalesce(least(instances.fulfilled_at, instances.cancelled_at), instances.as_of) as ended_at
    from instances
    where instances.metric in ('first_reply', 'next_reply')
    {%- for metric, statuses in clocks.items() %}
    union all
    select
        instances.sla_instance_id,
        instances.ticket_id,
        instances.is_business_time,
        stays.started_at,
        least(coalesce(stays.ended_at, instances.as_of), coalesce(instances.cancelled_at, instances.as_of)) as ended_at
    from instances
    inner join {{ ref('int_ticket_status_spans') }} as stays on stays.ticket_id = instances.ticket_id
    where instances.metric = '{{ metric }}' and stays.status in ('{{ statuses | join("', '") }}')
    {%- endfor %}
),

spans as (
    select
        runs.sla_instance_id,
        runs.ticket_id,
        runs.started_at,
        runs.ended_at
    from runs
    where runs.is_business_time and runs.started_at < runs.ended_at
),

{{ working_pieces(['sla_instance_id']) }},

counted as (
    select
        pieces.sla_instance_id,
        pieces.started_at,
        pieces.working_seconds as seconds
    from pieces
    union all
    select
        runs.sla_instance_id,
        runs.started_at,
        {{ seconds_between('runs.started_at', 'runs.ended_at') }} as seconds
    from runs
    where not runs.is_business_time and runs.started_at < runs.ended_at
),

added_up as (
    select
        counted.sla_instance_id,
        counted.started_at,
        counted.seconds,
        cast(sum(counted.seconds) over (
            partition by counted.sla_instance_id
            order by counted.started_at
            rows between unbounded preceding and current row
        ) as bigint) as seconds_to
    from counted
),

sums as (
    select
        added_up.sla_instance_id,
        cast(sum(added_up.seconds) as bigint) as seconds,
        min(
            case
                when added_up.seconds_to >= instances.target_seconds
                    then {{ add_seconds('added_up.started_at', 'instances.target_seconds - (added_up.seconds_to - added_up.seconds)') }}
            end
        ) as reached_at
    from added_up
    inner join instances on instances.sla_instance_id = added_up.sla_instance_id
    group by added_up.sla_instance_id
),

judged as (
    select
        instances.sla_instance_id,
        instances.fulfilled_at,
        instances.cancelled_at,
        coalesce(sums.seconds, 0) as seconds,
        -- What ends with its sum on the target is met; what still runs on is not.
        case
            when sums.seconds > instances.target_seconds
                or (sums.seconds = instances.target_seconds and coalesce(instances.fulfilled_at, instances.cancelled_at) is null)
                then sums.reached_at
        end as breached_at
    from instances
    left join sums on sums.sla_instance_id = instances.sla_instance_id
)

select
    judged.sla_instance_id,
    cast(judged.seconds as bigint) as seconds,
    judged.breached_at,
    case when judged.cancelled_at < coalesce(judged.fulfilled_at, timestamp '9999-12-31 00:00:00') then null else judged.fulfilled_at end as fulfilled_at,
    case
        when judged.breached_at is not null then 'breached'
        when judged.cancelled_at < coalesce(judged.fulfilled_at, timestamp '9999-12-31 00:00:00') then 'cancelled'
        when judged.fulfilled_at is not null then 'met'
        else 'running'
    end as verdict
from judged
