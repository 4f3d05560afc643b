with run as (
    {{ run_parameters() }}
),

observations as (
    select
        milestones.client_id as party_id,
        milestones.due_on as observed_on,
        case when milestones.done_on <= milestones.due_on then 1 else 0 end as numerator,
        1 as denominator,
        0 as open_count,
        milestones.due_on < run.as_of_on as is_final
    from {{ ref('fct_onboarding_milestones') }} as milestones
    cross join run
    where milestones.milestone in ('day_30', 'day_60', 'day_90') and milestones.due_on <= run.as_of_on
)

{{- kpi_figures() }}
