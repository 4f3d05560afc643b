with run as (
    {{ run_parameters() }}
),

parties as (
    select
        'client' as party_type,
        clients.client_id as party_id,
        clients.client_name as party_name
    from {{ ref('dim_clients') }} as clients
    union all
    select
        'supplier' as party_type,
        suppliers.supplier_id as party_id,
        suppliers.supplier_name as party_name
    from {{ ref('dim_suppliers') }} as suppliers
),

objectives as (
    select
        objectives.objective_id as plan_line_id,
        objectives.party_type,
        objectives.party_id,
        'objective' as line_type,
        objectives.side,
        objectives.title,
        objectives.measure,
        objectives.unit,
        objectives.direction,
        objectives.target as target_value,
        objectives.value as actual_value,
        objectives.actual_basis,
        objectives.period_grain,
        objectives.period_start,
        case
            when objectives.value is null then 'insufficient_data'
            when objectives.target is null then 'no_target'
            when objectives.direction is null then 'not_judged'
            else {{ kpi_status('objectives') }}
        end as status,
        objectives.due_on,
        coalesce(names.employee_name, objectives.owner_email) as owner
    from {{ ref('int_plan_objectives') }} as objectives
    left join {{ ref('int_employee_names') }} as names on names.email = lower(objectives.owner_email)
),

newest as (
    select
        figures.party_type,
        figures.party_id,
        figures.kpi_id,
        max(figures.period_start) as period_start
    from {{ ref('int_plan_figures') }} as figures
    group by figures.party_type, figures.party_id, figures.kpi_id
),

targets as (
    select
        figures.kpi_id || '/' || figures.party_id as plan_line_id,
        figures.party_type,
        figures.party_id,
        'target' as line_type,
        'ours' as side,
        kpis.kpi_name as title,
        figures.kpi_id as measure,
        kpis.unit,
        kpis.direction,
        figures.target as target_value,
        figures.value as actual_value,
        case when figures.value is not null then 'figure' end as actual_basis,
        figures.period_grain,
        figures.period_start,
        figures.status,
        cast(null as date) as due_on,
        kpis.owner
    from {{ ref('int_plan_figures') }} as figures
    inner join newest
        on newest.party_type = figures.party_type
        and newest.party_id = figures.party_id
        and newest.kpi_id = figures.kpi_id
        and newest.period_start = figures.period_start
    inner join {{ ref('dim_kpis') }} as kpis on kpis.kpi_id = figures.kpi_id
    where figures.target is not null
),

plan_lines as (
    select
        objectives.plan_line_id,
        objectives.party_type,
        objectives.party_id,
        objectives.line_type,
        objectives.side,
        objectives.title,
        objectives.measure,
        objectives.unit,
        objectives.direction,
        objectives.target_value,
        objectives.actual_value,
        objectives.actual_basis,
        objectives.period_grain,
        objectives.period_start,
        objectives.status,
        objectives.due_on,
        objectives.owner
    from objectives
    union all
    select
        targets.plan_line_id,
        targets.party_type,
        targets.party_id,
        targets.line_type,
        targets.side,
        targets.title,
        targets.measure,
        targets.unit,
        targets.direction,
        targets.target_value,
        targets.actual_value,
        targets.actual_basis,
        targets.period_grain,
        targets.period_start,
        targets.status,
        targets.due_on,
        targets.owner
    from targets
)

select
    plan_lines.plan_line_id,
    plan_lines.party_type,
    plan_lines.party_id,
    parties.party_name,
    plan_lines.line_type,
    plan_lines.side,
    plan_lines.title,
    plan_lines.measure,
    plan_lines.unit,
    plan_lines.direction,
    plan_lines.target_value,
    plan_lines.actual_value,
    {{ divide('plan_lines.actual_value', 'plan_lines.target_value', 100) }} as attainment_percent,
    plan_lines.actual_basis,
    plan_lines.period_grain as actual_period_grain,
    plan_lines.period_start as actual_period_start,
    plan_lines.status,
    plan_lines.due_on,
    plan_lines.due_on <= run.as_of_on as is_due,
    plan_lines.owner,
    people.accountable,
    people.responsible
from plan_lines
cross join run
inner join parties on parties.party_type = plan_lines.party_type and parties.party_id = plan_lines.party_id
left join {{ ref('int_plan_people') }} as people
    on people.party_type = plan_lines.party_type and people.party_id = plan_lines.party_id
