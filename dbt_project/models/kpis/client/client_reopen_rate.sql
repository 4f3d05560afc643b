{%- set window_hours = 24 * var('reopen_window_days') -%}

with run as (
    {{ run_parameters() }}
),

solves as (
    select
        tickets.client_id,
        solves.ticket_id,
        solves.solved_at,
        solves.solved_on,
        solves.reopened_at,
        row_number() over (
            partition by solves.ticket_id, {{ month_of('solves.solved_on') }}
            order by solves.event_sequence
        ) as solve_of_month
    from {{ ref('int_ticket_solves') }} as solves
    inner join {{ ref('fct_tickets') }} as tickets on tickets.ticket_id = solves.ticket_id
    -- A desk that tells the last solve only cannot tell what came back.
    where tickets.is_counted and tickets.party_type = 'client' and solves.is_logged
),

observations as (
    select
        solves.client_id as party_id,
        solves.solved_on as observed_on,
        case when solves.reopened_at <= {{ add_hours('solves.solved_at', window_hours) }} then 1 else 0 end as numerator,
        1 as denominator,
        0 as open_count,
        {{ add_hours('solves.solved_at', window_hours) }} <= run.as_of as is_final
    from solves
    cross join run
    where solves.solve_of_month = 1
)

{{- kpi_figures() }}
