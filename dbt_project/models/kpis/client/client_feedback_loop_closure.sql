{%- set window_hours = 24 * var('closure_window_days') -%}

with run as (
    {{ run_parameters() }}
),

observations as (
    select
        cases.client_id as party_id,
        cases.opened_on as observed_on,
        case
            when cases.closed_at <= {{ add_hours('cases.opened_at', window_hours) }} and cases.root_cause is not null then 1
            else 0
        end as numerator,
        1 as denominator,
        0 as open_count,
        {{ add_hours('cases.opened_at', window_hours) }} <= run.as_of as is_final
    from {{ ref('fct_feedback_cases') }} as cases
    cross join run
    where cases.kind in ('complaint', 'detractor')
)

{{- kpi_figures() }}
