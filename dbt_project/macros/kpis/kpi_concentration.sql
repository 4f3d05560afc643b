{#
  From what parties spend, or are worth, to the Herfindahl-Hirschman index of groups: Σ (share)² × 10,000.

  Expects a CTE `observations`: party_id (ultimate parent), observed_on, numerator, is_final and one column per group type.
  A month uses the 12 months that end with it, all time everything; with is_stock=true a month stands for its end alone,
  all time for the newest one. A party with a negative net amount counts as 0; of nothing but unknown amounts there is no
  index.
#}
{% macro kpi_concentration(groups, is_stock=false) %}
,

known_by as (
    {{ run_parameters() }}
),

grouped as (
    {%- for entity_type in groups + ['portfolio'] %}
    select
        '{{ entity_type }}' as entity_type,
        {{ "'all'" if entity_type == 'portfolio' else 'observations.' ~ entity_type }} as entity_id,
        observations.party_id,
        {{ month_of('observations.observed_on') }} as month_start,
        sum(observations.numerator) as amount,
        count(observations.numerator) as sample_size,
        bool_and(observations.is_final) as is_final
    from observations
    cross join known_by
    where observations.observed_on <= known_by.as_of_on
    group by
        {%- if entity_type != 'portfolio' %}
        observations.{{ entity_type }},
        {%- endif %}
        observations.party_id,
        {{ month_of('observations.observed_on') }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

first_months as (
    select
        grouped.entity_type,
        grouped.entity_id,
        min(grouped.month_start) as first_month
    from grouped
    group by grouped.entity_type, grouped.entity_id
),

expected as (
    select
        first_months.entity_type,
        first_months.entity_id,
        'month' as period_grain,
        months.month_start as period_start,
        {{ 'months.month_start' if is_stock else add_months('months.month_start', -11) }} as from_month,
        months.month_start as to_month
    from first_months
    inner join {{ ref('int_months') }} as months on months.month_start >= first_months.first_month
    union all
    select
        first_months.entity_type,
        first_months.entity_id,
        'all_time' as period_grain,
        date '1900-01-01' as period_start,
        {{ month_of('known_by.as_of_on') if is_stock else 'first_months.first_month' }} as from_month,
        {{ month_of('known_by.as_of_on') }} as to_month
    from first_months
    cross join known_by
),

by_party as (
    select
        expected.entity_type,
        expected.entity_id,
        expected.period_grain,
        expected.period_start,
        grouped.party_id,
        cast(greatest(sum(grouped.amount), 0) as decimal(28,6)) as amount,
        sum(grouped.sample_size) as sample_size,
        bool_and(grouped.is_final) as is_final
    from expected
    inner join grouped
        on grouped.entity_type = expected.entity_type
        and grouped.entity_id = expected.entity_id
        and grouped.month_start between expected.from_month and expected.to_month
    group by
        expected.entity_type,
        expected.entity_id,
        expected.period_grain,
        expected.period_start,
        grouped.party_id
),

totals as (
    select
        by_party.entity_type,
        by_party.entity_id,
        by_party.period_grain,
        by_party.period_start,
        cast(sum(by_party.amount) as decimal(28,6)) as amount,
        sum(by_party.sample_size) as sample_size,
        bool_and(by_party.is_final) as is_final
    from by_party
    group by by_party.entity_type, by_party.entity_id, by_party.period_grain, by_party.period_start
),

indexes as (
    select
        by_party.entity_type,
        by_party.entity_id,
        by_party.period_grain,
        by_party.period_start,
        {{ sum_of_squared_shares(divide('by_party.amount', 'totals.amount', scale=18), 10000) }} as value
    from by_party
    inner join totals
        on totals.entity_type = by_party.entity_type
        and totals.entity_id = by_party.entity_id
        and totals.period_grain = by_party.period_grain
        and totals.period_start = by_party.period_start
    group by by_party.entity_type, by_party.entity_id, by_party.period_grain, by_party.period_start
)

select
    '{{ kpi_meta(model).id }}' as kpi_id,
    expected.entity_type,
    expected.entity_id,
    'none' as slice_type,
    'all' as slice_value,
    expected.period_grain,
    expected.period_start,
    cast(null as decimal(28,6)) as numerator,
    cast(null as decimal(28,6)) as denominator,
    case
        when totals.sample_size = 0 then null
        -- Of nothing, and of a true zero, the index is 0.
        else coalesce(indexes.value, cast(0 as decimal(28,6)))
    end as value,
    cast(coalesce(totals.sample_size, 0) as bigint) as sample_size,
    cast(0 as bigint) as open_count,
    coalesce(totals.is_final, true) as is_final
from expected
left join totals
    on totals.entity_type = expected.entity_type
    and totals.entity_id = expected.entity_id
    and totals.period_grain = expected.period_grain
    and totals.period_start = expected.period_start
left join indexes
    on indexes.entity_type = expected.entity_type
    and indexes.entity_id = expected.entity_id
    and indexes.period_grain = expected.period_grain
    and indexes.period_start = expected.period_start
{% endmacro %}
