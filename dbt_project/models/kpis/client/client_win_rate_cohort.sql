with run as (
    {{ run_parameters() }}
),

created as (
    select
        opportunities.client_id,
        opportunities.created_on,
        opportunities.status,
        opportunities.closed_on,
        {{ add_days('opportunities.created_on', var('win_window_days')) }} as last_on
    from {{ ref('fct_opportunities') }} as opportunities
    where not opportunities.is_renewal
),

observations as (
    select
        created.client_id as party_id,
        created.created_on as observed_on,
        case when created.status = 'won' and created.closed_on <= least(created.last_on, run.as_of_on) then 1 else 0 end as numerator,
        1 as denominator,
        0 as open_count,
        run.as_of_on > created.last_on as is_final
    from created
    cross join run
)

{{- kpi_figures() }}
