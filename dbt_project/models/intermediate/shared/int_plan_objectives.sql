with objectives as (
    select
        objectives.objective_id,
        case when suppliers.supplier_id is not null and clients.client_id is null then 'supplier' else 'client' end as party_type,
        coalesce(clients.client_id, suppliers.supplier_id) as party_id,
        objectives.side,
        objectives.title,
        objectives.measure,
        objectives.target_value,
        objectives.actual_value,
        objectives.due_on,
        objectives.owner_email
    from {{ ref('core_objective') }} as objectives
    left join {{ ref('idn_client_members') }} as clients on clients.member_id = objectives.client_id
    left join {{ ref('idn_supplier_members') }} as suppliers on suppliers.member_id = objectives.client_id
),

-- The period that holds the day it is due decides; what came later does not mend it.
measured as (
    select
        objectives.objective_id,
        figures.period_grain,
        figures.period_start,
        figures.value,
        figures.is_low_sample,
        row_number() over (partition by objectives.objective_id order by figures.period_start desc) as place
    from objectives
    inner join {{ ref('int_plan_figures') }} as figures
        on figures.kpi_id = objectives.measure
        and figures.party_type = objectives.party_type
        and figures.party_id = objectives.party_id
        and figures.period_start <= coalesce(objectives.due_on, date '9999-12-31')
)

select
    objectives.objective_id,
    objectives.party_type,
    coalesce(objectives.party_id, 'unknown') as party_id,
    objectives.side,
    objectives.title,
    objectives.measure,
    kpis.unit,
    kpis.direction,
    objectives.target_value as target,
    coalesce(measured.value, objectives.actual_value) as value,
    case
        when measured.value is not null then 'figure'
        when objectives.actual_value is not null then 'plan'
    end as actual_basis,
    measured.period_grain,
    measured.period_start,
    coalesce(measured.is_low_sample, false) as is_low_sample,
    objectives.due_on,
    objectives.owner_email
from objectives
left join {{ ref('dim_kpis') }} as kpis on kpis.kpi_id = objectives.measure
left join measured on measured.objective_id = objectives.objective_id and measured.place = 1
