{#
  From the observations of one KPI to its figures, for every grain, group and slice: the last step of each file in
  models/kpis, so that grains, roll-ups and slices are made in one way.

  Expects a CTE `observations` of one row a counted fact: its subject (clients: party_id; suppliers: party_id, category and
  business_unit; business: business_unit), observed_on, numerator, denominator, open_count, is_final; one column for each
  declared slice and each column that the KPI carries; period_grain where its class is cohort; unit_of_measure where the KPI
  adds within one unit only (where it says `else_by_amount`, also numerator_amount and denominator_amount: what both are worth, for
  groups of several units). What a KPI is stands in its `meta` (kpi_meta):
    aggregation  ratio: factor × Σ numerator / Σ denominator; mean: Σ numerator / Σ denominator; median of numerator;
                 sum and count: Σ numerator, called with zero_filled=true
    class        facts; stock: each month's observations stand for its end; cohort: each observation is of one grain
    divisor      units of the numerator in one unit of the figure, such as 3600 for seconds shown as hours
  by_main_category=true: an observation without a category counts in the supplier's main one.
  has_waiting=true: open_count is told by a CTE `waiting` (kpi_waiting).
#}
{% macro kpi_figures(zero_filled=false, by_main_category=false, has_waiting=false) %}
{%- set kpi = kpi_meta(model) %}
{#- The folder tells the side and the call tells of zeros, because dbt resolves refs before it knows any meta. #}
{%- if execute and zero_filled != (kpi.aggregation in ('sum', 'count')) %}
    {%- do exceptions.raise_compiler_error(kpi.id ~ ': zero_filled belongs to sums and counts, and to them only') %}
{%- endif %}
{%- set decimal = 'decimal(28,6)' if kpi.digits == 6 else 'decimal(38,' ~ kpi.digits ~ ')' %}
{%- set dimensions = kpi.subject + kpi.slices + (['period_grain'] if kpi.class == 'cohort' else []) %}
{%- set amounts = ['numerator_amount', 'denominator_amount'] if kpi.within_one_unit == 'else_by_amount' else [] %}
{%- set sample = 'known.denominator' if kpi.has_denominator else 'known.numerator' %}
,

known_by as (
    {{ run_parameters() }}
),

{% if kpi.class != 'cohort' -%}
{{ kpi_grains(kpi) }},

{% endif -%}
known as (
    select
        {%- for dimension in dimensions %}
        observations.{{ dimension }},
        {%- endfor %}
        {{ month_of('observations.observed_on') }} as month_start,
        cast(observations.numerator as {{ decimal }}) as numerator,
        cast(observations.denominator as {{ decimal }}) as denominator,
        {%- for carried in kpi.carries %}
        observations.{{ carried }},
        {%- endfor %}
        {%- if kpi.within_one_unit %}
        observations.unit_of_measure,
        {%- endif %}
        {%- for amount in amounts %}
        cast(observations.{{ amount }} as {{ decimal }}) as {{ amount }},
        {%- endfor %}
        observations.open_count,
        observations.is_final
    from observations
    cross join known_by
    where observations.observed_on <= known_by.as_of_on
),

{% if kpi.aggregation == 'median' -%}
-- A median is taken over the observations themselves, in every grain and group again.
measured as (
    select
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
-- What adds up is added up by subject and month first, so that groups and grains work on few rows.
measured as (
    select
        {%- for dimension in dimensions %}
        known.{{ dimension }},
        {%- endfor %}
        known.month_start,
        sum(known.numerator) as numerator,
        sum(known.denominator) as denominator,
        {{ 'sum(known.sample_size)' if 'sample_size' in kpi.carries else 'count(' ~ sample ~ ')' }} as sample_size,
        sum(known.open_count) as open_count,
        bool_and(known.is_final) as is_final
        {%- if 'is_undecided' in kpi.carries %},
        bool_or(known.is_undecided) as is_undecided
        {%- endif %}
        {%- if kpi.within_one_unit %},
        min(known.unit_of_measure) as first_unit,
        max(known.unit_of_measure) as last_unit
        {%- endif %}
        {%- for amount in amounts %},
        sum(known.{{ amount }}) as {{ amount }}
        {%- endfor %}
        {%- if amounts %},
        count(known.denominator_amount) as amount_sample_size
        {%- endif %}
    from known
    group by
        {%- for dimension in dimensions %}
        known.{{ dimension }},
        {%- endfor %}
        known.month_start
),
{%- endif %}
{%- set measures = ['numerator', 'denominator', 'sample_size', 'open_count', 'is_final']
    + (['is_undecided'] if 'is_undecided' in kpi.carries else [])
    + (['first_unit', 'last_unit'] if kpi.within_one_unit else [])
    + amounts + (['amount_sample_size'] if amounts else []) %}
{%- set is_one_unit = 'min(grouped.first_unit) = max(grouped.last_unit)' %}

dated as (
    select
        {%- for column in kpi.subject + kpi.slices + ['month_start'] %}
        measured.{{ column }},
        {%- endfor %}
        {%- if kpi.class == 'cohort' %}
        measured.period_grain,
        measured.month_start as period_start,
        {{ kpi_period_first('measured.period_grain', 'measured.month_start') }} as member_on,
        {%- else %}
        grains.period_grain,
        {{ kpi_period_start('grains.period_grain', 'measured.month_start') }} as period_start,
        least({{ kpi_period_end('grains.period_grain', 'measured.month_start') }}, known_by.as_of_on) as member_on,
        {%- endif %}
        {%- for measure in measures %}
        measured.{{ measure }}{{ ',' if not loop.last }}
        {%- endfor %}
    from measured
    {%- if kpi.class != 'cohort' %}
    cross join grains
    cross join known_by
    {%- endif %}
    {%- if kpi.class == 'stock' %}
    -- Of a stock, all time is the newest.
    where grains.period_grain <> 'all_time' or measured.month_start = {{ month_of('known_by.as_of_on') }}
    {%- endif %}
),

sliced as (
    {%- for slice in ['none'] + kpi.slices %}
    select
        {%- for column in kpi.subject %}
        dated.{{ column }},
        {%- endfor %}
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

{{ kpi_groups(kpi, 'sliced', ['slice_type', 'slice_value', 'month_start', 'period_grain', 'period_start'] + measures, by_main_category) }},

figures as (
    select
        grouped.entity_type,
        grouped.entity_id,
        grouped.slice_type,
        grouped.slice_value,
        grouped.period_grain,
        grouped.period_start,
        {%- if kpi.aggregation == 'median' %}
        cast({{ sum_of_middles('grouped.numerator') }} as {{ decimal }}) as numerator,
        {%- elif amounts %}
        cast(case when {{ is_one_unit }} then sum(grouped.numerator) else sum(grouped.numerator_amount) end as {{ decimal }}) as numerator,
        cast(case when {{ is_one_unit }} then sum(grouped.denominator) else sum(grouped.denominator_amount) end as {{ decimal }}) as denominator,
        {%- else %}
        cast(sum(grouped.numerator) as {{ decimal }}) as numerator,
        cast(sum(grouped.denominator) as {{ decimal }}) as denominator,
        {%- endif %}
        {%- if amounts %}
        case when {{ is_one_unit }} then sum(grouped.sample_size) else sum(grouped.amount_sample_size) end as sample_size,
        {%- else %}
        sum(grouped.sample_size) as sample_size,
        {%- endif %}
        sum(grouped.open_count) as open_count,
        bool_and(grouped.is_final) as is_final
        {%- if 'is_undecided' in kpi.carries %},
        bool_or(grouped.is_undecided) and grouped.period_grain = 'month' as is_undecided
        {%- endif %}
        {%- if kpi.within_one_unit and not amounts %},
        {{ is_one_unit }} as is_one_unit
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

-- Sums and counts have a row, maybe of 0, for each period from the entity's first counted fact on.
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
        else {{ divide('figures.numerator', kpi.divisor, digits=kpi.digits) if kpi.divisor != 1 or kpi.digits != 6 else 'figures.numerator' }}
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
{%- if has_waiting %},

{{ kpi_waiting() }}
{%- endif %}
{%- set is_shown = (['figures.is_one_unit'] if kpi.within_one_unit and not amounts else []) %}
{%- set has_value = is_shown + (['not figures.is_undecided'] if 'is_undecided' in kpi.carries else []) %}
{%- set value = divide('figures.numerator', 2 * kpi.divisor) if kpi.aggregation == 'median' else divide(
    'figures.numerator' ~ (' * ' ~ kpi.denominator_divisor if kpi.denominator_divisor != 1 else ''),
    'figures.denominator' ~ (' * ' ~ kpi.divisor if kpi.divisor != 1 else ''),
    kpi.factor, digits=kpi.digits) %}

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
    {%- else %}
    {%- for part, divisor in {'numerator': kpi.divisor, 'denominator': kpi.denominator_divisor}.items() %}
    {%- set amount = 'figures.' ~ part %}
    {%- set shown = kpi_shown(divide(amount, divisor, digits=kpi.digits) if divisor != 1 or kpi.digits != 6 else amount, is_shown) %}
    {{ shown }}{{ ' as ' ~ part if shown != amount }},
    {%- endfor %}
    {%- endif %}
    {{ kpi_shown(value, has_value) }} as value,
    cast(figures.sample_size as bigint) as sample_size,
    cast({{ 'coalesce(waiting_figures.open_count, 0)' if has_waiting else 'figures.open_count' }} as bigint) as open_count,
    figures.is_final
from figures
{%- if has_waiting %}
left join waiting_figures
    on waiting_figures.entity_type = figures.entity_type
    and waiting_figures.entity_id = figures.entity_id
    and waiting_figures.period_grain = figures.period_grain
    and waiting_figures.period_start = figures.period_start
{%- endif %}
where {{ 'figures.sample_size > 0' if kpi.aggregation == 'median' else 'figures.denominator <> 0' }}
{%- endif %}
{% endmacro %}

{# An amount that is shown on conditions only. #}
{% macro kpi_shown(amount, conditions) -%}
    {%- if conditions -%} case when {{ conditions | join(' and ') }} then {{ amount }} end {%- else -%} {{ amount }} {%- endif -%}
{%- endmacro %}
