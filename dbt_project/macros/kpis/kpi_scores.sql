{#
  From the scores of parties to their figures: each party's own, and for each group the plain mean over its members with a
  known one (KPIS.md, section 2). A quarter is its last month. The sample of a party is its components, of a group its members.

  Expects a CTE `scores` of one row a party and month with a known component: party_id, month_start (up to the month of
  as_of), value (decimal with 12 digits), components, is_known (it counts in groups), is_final.
#}
{% macro kpi_scores() %}
{%- set kpi = kpi_meta(model) %}
,

known_by as (
    {{ run_parameters() }}
),

{{ kpi_grains(kpi) }},

dated as (
    select
        scores.party_id,
        {%- if kpi.side == 'supplier' %}
        cast(null as varchar) as category,
        cast(null as varchar) as business_unit,
        {%- endif %}
        grains.period_grain,
        {{ kpi_period_start('grains.period_grain', 'scores.month_start') }} as period_start,
        least({{ kpi_period_end('grains.period_grain', 'scores.month_start') }}, known_by.as_of_on) as member_on,
        scores.value,
        scores.components,
        scores.is_known,
        scores.is_final
    from scores
    cross join grains
    cross join known_by
    where
        grains.period_grain = 'month'
        or extract('month' from scores.month_start) in (3, 6, 9, 12)
        or scores.month_start = {{ month_of('known_by.as_of_on') }}
),

{{ kpi_groups(kpi, 'dated', ['period_grain', 'period_start', 'value', 'components', 'is_known', 'is_final'], by_main_category=true) }},

figures as (
    select
        grouped.entity_type,
        grouped.entity_id,
        grouped.period_grain,
        grouped.period_start,
        cast(sum(grouped.value) as decimal(38,12)) as value,
        case when grouped.entity_type = '{{ kpi.groups[0] }}' then sum(grouped.components) else count(*) end as sample_size,
        count(*) as members,
        bool_and(grouped.is_final) as is_final
    from grouped
    where grouped.is_known or grouped.entity_type = '{{ kpi.groups[0] }}'
    group by grouped.entity_type, grouped.entity_id, grouped.period_grain, grouped.period_start
)

select
    '{{ kpi.id }}' as kpi_id,
    figures.entity_type,
    figures.entity_id,
    'none' as slice_type,
    'all' as slice_value,
    figures.period_grain,
    figures.period_start,
    cast(null as decimal(28,6)) as numerator,
    cast(null as decimal(28,6)) as denominator,
    {{ divide('figures.value', 'figures.members', digits=12) }} as value,
    cast(figures.sample_size as bigint) as sample_size,
    cast(0 as bigint) as open_count,
    figures.is_final
from figures
{% endmacro %}
