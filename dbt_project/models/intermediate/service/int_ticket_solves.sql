with spans as (
    select
        spans.ticket_id,
        spans.event_sequence,
        spans.started_at,
        spans.is_open,
        spans.is_logged,
        spans.status in ('solved', 'closed') and coalesce(spans.previous_status not in ('solved', 'closed'), true) as is_solve,
        min(case when spans.is_open then spans.started_at end) over (
            partition by spans.ticket_id
            order by spans.event_sequence
            rows between 1 following and unbounded following
        ) as next_opened_at
    from {{ ref('int_ticket_status_spans') }} as spans
)

select
    spans.ticket_id,
    spans.event_sequence,
    spans.started_at as solved_at,
    {{ reporting_date('spans.started_at') }} as solved_on,
    spans.next_opened_at as reopened_at,
    spans.is_logged
from spans
where spans.is_solve
