select
    figures.entity_type as party_type,
    figures.entity_id as party_id,
    figures.kpi_id,
    figures.period_grain,
    figures.period_start,
    figures.value,
    figures.target,
    figures.status,
    figures.is_low_sample
from {{ ref('fct_kpi_values') }} as figures
inner join {{ ref('dim_kpis') }} as kpis on kpis.kpi_id = figures.kpi_id
where
    figures.entity_type in ('client', 'supplier')
    and figures.entity_id <> 'unknown'
    and figures.slice_type = 'none'
    and figures.is_complete_period
    and figures.period_grain = case when kpis.grains like '%quarter%' then 'quarter' else 'month' end
