{# The monthly figures of each party of a side, one column a KPI: what a report reads where the long table is too long. #}
{% macro kpis_wide(side, entity_type) %}
{%- set kpi_ids = [] %}
{%- if execute %}
    {%- for kpi_id in var('kpis') %}
        {%- set kpi = kpi_meta(graph.nodes['model.rapport.' ~ kpi_id]) %}
        {%- if kpi.side == side and entity_type in kpi.groups and 'month' in kpi.grains %}{% do kpi_ids.append(kpi_id) %}{% endif %}
    {%- endfor %}
{%- endif %}
select
    figures.entity_id as {{ entity_type }}_id,
    figures.period_start as month_start,
    bool_and(figures.is_complete_period) as is_complete_month,
    bool_and(figures.is_final) as is_final
    {%- for kpi_id in kpi_ids %},
    max(figures.value) filter (where figures.kpi_id = '{{ kpi_id }}') as {{ kpi_id }}
    {%- endfor %}
from {{ ref('fct_kpi_values') }} as figures
where figures.entity_type = '{{ entity_type }}' and figures.period_grain = 'month' and figures.slice_type = 'none'
group by figures.entity_id, figures.period_start
{% endmacro %}
