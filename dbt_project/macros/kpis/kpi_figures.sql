{#
  From the observations of one KPI to its figures, for every grain, group and slice: the last step of each file in
  models/kpis, so that grains, roll-ups and slices are made in one way.

  Expects a CTE `observations` of one row a counted fact: party_id, observed_on, numerator, denominator, open_count,
  is_final; for suppliers also category and business_unit; one column for each declared slice; unit_of_measure where the
  KPI adds within one unit only. What a KPI is stands in its `meta`:
    aggregation  ratio: 100 × Σ numerator / Σ denominator; mean: Σ numerator / Σ denominator; median of numerator;
                 sum and count: Σ numerator; stock: Σ numerator, each month's observations standing for its end;
                 these three are called with zero_filled=true
    divisor      units of the numerator in one unit of the figure, such as 3600 for seconds shown as hours
#}
{% macro kpi_figures(zero_filled=false) %}
{%- set kpi = kpi_meta(model) %}
{#- The folder tells the side and the call tells of zeros, because dbt resolves refs before it knows any meta. #}
{%- set is_supplier = kpi.side == 'supplier' %}
{%- if execute and zero_filled != (kpi.aggregation in ('sum', 'count', 'stock')) %}
    {%- do exceptions.raise_compiler_error(kpi.id ~ ': zero_filled belongs to sums, counts and stocks, and to them only') %}
{%- endif %}
{%- set dimensions = (['category', 'business_unit'] if is_supplier else []) + kpi.slices %}
,

known_by as (
    {{ run_parameters() }}
),

grains as (
    {%- for grain in kpi.grains %}
    select '{{ grain }}' as period_grain{{ ' union all' if not loop.last }}
    {%- endfor %}
),

known as (
    select
        observations.party_id,
        {%- for dimension in dimensions %}
        observations.{{ dimension }},
        {%- endfor %}
        {{ month_of('observations.observed_on') }} as month_start,
        cast(observations.numerator as decimal(28,6)) as numerator,
        cast(observations.denominator as decimal(28,6)) as denominator,
        observations.open_count,
        observations.is_final
        {%- if kpi.within_one_unit %},
        observations.unit_of_measure
        {%- endif %}
    from observations
    cross join known_by
    where observations.observed_on <= known_by.as_of_on
),

{% if kpi.aggregation == 'median' -%}
-- A median is taken over the observations themselves, in every grain and group again.
measured as (
    select
        known.party_id,
        {%- for dimension in dimensions %}
        known.{{ dimension }},
        {%- endfor %}
        known.month_start,
        known.numerator,
        known.denominator,
        case when known.numerator is not null then 1 else 0 end as sample_size,
        known.open_count,
        known.is_final
    from known
),
{%- else -%}
-- What adds up is added up by party and month first, so that groups and grains work on few rows.
measured as (
    select
        known.party_id,
        {%- for dimension in dimensions %}
        known.{{ dimension }},
        {%- endfor %}
        known.month_start,
        sum(known.numerator) as numerator,
        sum(known.denominator) as denominator,
        count({{ 'known.denominator' if kpi.has_denominator else 'known.numerator' }}) as sample_size,
        sum(known.open_count) as open_count,
        bool_and(known.is_final) as is_final
        {%- if kpi.within_one_unit %},
        min(known.unit_of_measure) as first_unit,
        max(known.unit_of_measure) as last_unit
        {%- endif %}
    from known
    group by
        known.party_id,
        {%- for dimension in dimensions %}
        known.{{ dimension }},
        {%- endfor %}
        known.month_start
),
{%- endif %}
{%- set measures = ['numerator', 'denominator', 'sample_size', 'open_count', 'is_final'] + (['first_unit', 'last_unit'] if kpi.within_one_unit else []) %}

dated as (
    select
        measured.party_id,
        {%- for dimension in dimensions %}
        measured.{{ dimension }},
        {%- endfor %}
        measured.month_start,
        grains.period_grain,
        {{ kpi_period_start('grains.period_grain', 'measured.month_start') }} as period_start,
        least({{ kpi_period_end('grains.period_grain', 'measured.month_start') }}, known_by.as_of_on) as member_on,
        {%- for measure in measures %}
        measured.{{ measure }}{{ ',' if not loop.last }}
        {%- endfor %}
    from measured
    cross join grains
    cross join known_by
    {%- if kpi.is_stock %}
    -- Of a stock, all time is the newest.
    where grains.period_grain <> 'all_time' or measured.month_start = {{ month_of('known_by.as_of_on') }}
    {%- endif %}
),

sliced as (
    {%- for slice in ['none'] + kpi.slices %}
    select
        dated.party_id,
        {%- if is_supplier %}
        dated.category,
        dated.business_unit,
        {%- endif %}
        '{{ slice }}' as slice_type,
        {{ "'all'" if slice == 'none' else 'dated.' ~ slice }} as slice_value,
        dated.month_start,
        dated.period_grain,
        dated.period_start,
        dated.member_on,
        {%- for measure in measures %}
        dated.{{ measure }}{{ ',' if not loop.last }}
        {%- endfor %}
    from dated
    {%- if slice != 'none' %}
    where dated.{{ slice }} is not null
    {%- endif %}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

{{ kpi_supplier_groups(measures) if is_supplier else kpi_client_groups(measures) }},

figures as (
    select
        grouped.entity_type,
        grouped.entity_id,
        grouped.slice_type,
        grouped.slice_value,
        grouped.period_grain,
        grouped.period_start,
        {%- if kpi.aggregation == 'median' %}
        cast({{ sum_of_middles('grouped.numerator') }} as decimal(28,6)) as numerator,
        cast(2 as decimal(28,6)) as denominator,
        {%- else %}
        cast(sum(grouped.numerator) as decimal(28,6)) as numerator,
        cast(sum(grouped.denominator) as decimal(28,6)) as denominator,
        {%- endif %}
        sum(grouped.sample_size) as sample_size,
        sum(grouped.open_count) as open_count,
        bool_and(grouped.is_final) as is_final
        {%- if kpi.within_one_unit %},
        min(grouped.first_unit) = max(grouped.last_unit) as is_one_unit
        {%- endif %}
    from grouped
    group by
        grouped.entity_type,
        grouped.entity_id,
        grouped.slice_type,
        grouped.slice_value,
        grouped.period_grain,
        grouped.period_start
)
{%- if zero_filled %},

-- Sums, counts and stocks have a row, maybe of 0, for each period from the entity's first counted fact on.
first_months as (
    select
        grouped.entity_type,
        grouped.entity_id,
        grouped.slice_type,
        grouped.slice_value,
        min(grouped.month_start) as first_month
    from grouped
    group by grouped.entity_type, grouped.entity_id, grouped.slice_type, grouped.slice_value
),

expected as (
    select
        first_months.entity_type,
        first_months.entity_id,
        first_months.slice_type,
        first_months.slice_value,
        grains.period_grain,
        {{ kpi_period_start('grains.period_grain', 'months.month_start') }} as period_start
    from first_months
    inner join {{ ref('int_months') }} as months on months.month_start >= first_months.first_month
    cross join grains
    group by
        first_months.entity_type,
        first_months.entity_id,
        first_months.slice_type,
        first_months.slice_value,
        grains.period_grain,
        {{ kpi_period_start('grains.period_grain', 'months.month_start') }}
)

select
    '{{ kpi.id }}' as kpi_id,
    expected.entity_type,
    expected.entity_id,
    expected.slice_type,
    expected.slice_value,
    expected.period_grain,
    expected.period_start,
    cast(null as decimal(28,6)) as numerator,
    cast(null as decimal(28,6)) as denominator,
    case
        when figures.entity_id is null then cast(0 as decimal(28,6))
        else {{ divide('figures.numerator', kpi.divisor) if kpi.divisor != 1 else 'figures.numerator' }}
    end as value,
    cast(coalesce(figures.sample_size, 0) as bigint) as sample_size,
    cast(coalesce(figures.open_count, 0) as bigint) as open_count,
    coalesce(figures.is_final, true) as is_final
from expected
left join figures
    on figures.entity_type = expected.entity_type
    and figures.entity_id = expected.entity_id
    and figures.slice_type = expected.slice_type
    and figures.slice_value = expected.slice_value
    and figures.period_grain = expected.period_grain
    and figures.period_start = expected.period_start
{%- else %}

select
    '{{ kpi.id }}' as kpi_id,
    figures.entity_type,
    figures.entity_id,
    figures.slice_type,
    figures.slice_value,
    figures.period_grain,
    figures.period_start,
    {%- if kpi.aggregation == 'median' %}
    cast(null as decimal(28,6)) as numerator,
    cast(null as decimal(28,6)) as denominator,
    {{ divide('figures.numerator', 2 * kpi.divisor) }} as value,
    {%- elif kpi.aggregation == 'mean' %}
    {{ divide('figures.numerator', kpi.divisor) }} as numerator,
    figures.denominator,
    {{ divide('figures.numerator', 'figures.denominator * ' ~ kpi.divisor) }} as value,
    {%- elif kpi.within_one_unit %}
    case when figures.is_one_unit then figures.numerator end as numerator,
    case when figures.is_one_unit then figures.denominator end as denominator,
    case when figures.is_one_unit then {{ divide('figures.numerator', 'figures.denominator', 100) }} end as value,
    {%- else %}
    figures.numerator,
    figures.denominator,
    {{ divide('figures.numerator', 'figures.denominator', 100) }} as value,
    {%- endif %}
    cast(figures.sample_size as bigint) as sample_size,
    cast(figures.open_count as bigint) as open_count,
    figures.is_final
from figures
where {{ 'figures.sample_size > 0' if kpi.aggregation == 'median' else 'figures.denominator <> 0' }}
{%- endif %}
{% endmacro %}
