{{ config(schema='marts') }}

with figures as (
    {%- for kpi_id in var('kpis') %}
    select
        {{ kpi_id }}.kpi_id,
        {{ kpi_id }}.entity_type,
        {{ kpi_id }}.entity_id,
        {{ kpi_id }}.slice_type,
        {{ kpi_id }}.slice_value,
        {{ kpi_id }}.period_grain,
        {{ kpi_id }}.period_start,
        {{ kpi_id }}.numerator,
        {{ kpi_id }}.denominator,
        {{ kpi_id }}.value,
        {{ kpi_id }}.sample_size,
        {{ kpi_id }}.open_count,
        {{ kpi_id }}.is_final
    from {{ ref(kpi_id) }} as {{ kpi_id }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

run as (
    {{ run_parameters() }}
),

placed as (
    select
        figures.kpi_id,
        figures.entity_type,
        figures.entity_id,
        figures.slice_type,
        figures.slice_value,
        figures.period_grain,
        figures.period_start,
        figures.numerator,
        figures.denominator,
        figures.value,
        figures.sample_size,
        figures.open_count,
        figures.is_final,
        kpis.unit,
        kpis.direction,
        kpis.data_through,
        figures.sample_size < kpis.min_sample as is_low_sample,
        least({{ kpi_period_end('figures.period_grain', 'figures.period_start') }}, run.as_of_on) as judged_on,
        case
            when figures.period_grain = 'all_time' then run.as_of
            else {{ reporting_day_start(add_days(kpi_period_end('figures.period_grain', 'figures.period_start'), 1)) }}
        end as ended_at,
        run.as_of
    from figures
    inner join {{ ref('dim_kpis') }} as kpis on kpis.kpi_id = figures.kpi_id
    cross join run
    -- A figure that lacks a source has no rows: what is missing would pass for zero.
    where kpis.is_available
),

targeted as (
    select
        placed.kpi_id,
        placed.entity_type,
        placed.entity_id,
        placed.slice_type,
        placed.slice_value,
        placed.period_grain,
        placed.period_start,
        placed.numerator,
        placed.denominator,
        placed.value,
        placed.sample_size,
        placed.open_count,
        placed.is_final,
        placed.unit,
        placed.direction,
        placed.data_through,
        placed.is_low_sample,
        placed.ended_at,
        placed.as_of,
        coalesce(own_targets.target, common_targets.target) as target
    from placed
    left join {{ ref('stg_reference__targets') }} as own_targets
        on own_targets.kpi_id = placed.kpi_id
        and own_targets.entity_type = placed.entity_type
        and own_targets.entity_id = placed.entity_id
        and placed.judged_on between own_targets.valid_from and own_targets.valid_to
    left join {{ ref('stg_reference__targets') }} as common_targets
        on common_targets.kpi_id = placed.kpi_id
        and common_targets.entity_type = placed.entity_type
        and common_targets.entity_id = '*'
        and placed.judged_on between common_targets.valid_from and common_targets.valid_to
)

select
    targeted.kpi_id,
    targeted.entity_type,
    targeted.entity_id,
    targeted.slice_type,
    targeted.slice_value,
    targeted.period_grain,
    targeted.period_start,
    targeted.numerator,
    targeted.denominator,
    targeted.value,
    targeted.unit,
    case when targeted.unit = 'currency' then '{{ var("reporting_currency") }}' end as currency,
    targeted.sample_size,
    targeted.open_count,
    targeted.is_low_sample,
    targeted.target,
    {{ kpi_status('targeted') }} as status,
    targeted.ended_at <= targeted.as_of and coalesce(targeted.ended_at <= targeted.data_through, true) as is_complete_period,
    targeted.is_final,
    targeted.data_through
from targeted
