{#
  From answers to satisfaction: the mean of each respondent, then the mean over respondents, taken again for every grain and
  group (KPIS.md, section 5). Fewer respondents than `min_respondents` show neither value nor numerator.

  Expects a CTE `responses` of one row an answer: its subject (suppliers: party_id, category and business_unit; business:
  business_unit), respondent_id, observed_on (up to as_of), answer_points and answer_count (its score is their quotient).
#}
{% macro kpi_satisfaction(by_main_category=false) %}
{%- set kpi = kpi_meta(model) %}
,

known_by as (
    {{ run_parameters() }}
),

{{ kpi_grains(kpi) }},

dated as (
    select
        {%- for column in kpi.subject %}
        responses.{{ column }},
        {%- endfor %}
        responses.respondent_id,
        grains.period_grain,
        {{ kpi_period_start("grains.period_grain", month_of("responses.observed_on")) }} as period_start,
        least({{ kpi_period_end("grains.period_grain", month_of("responses.observed_on")) }}, known_by.as_of_on) as member_on,
        {{ divide('responses.answer_points', 'responses.answer_count', scale=15) }} as score
    from responses
    cross join grains
    cross join known_by
),

{{ kpi_groups(kpi, 'dated', ['respondent_id', 'period_grain', 'period_start', 'score'], by_main_category) }},

respondents as (
    select
        grouped.entity_type,
        grouped.entity_id,
        grouped.period_grain,
        grouped.period_start,
        grouped.respondent_id,
        {{ divide('sum(grouped.score)', 'count(*)', scale=15, digits=15) }} as score
    from grouped
    group by
        grouped.entity_type,
        grouped.entity_id,
        grouped.period_grain,
        grouped.period_start,
        grouped.respondent_id
),

figures as (
    select
        respondents.entity_type,
        respondents.entity_id,
        respondents.period_grain,
        respondents.period_start,
        -- The sum of thirds is whole again at 12 digits.
        cast(sum(respondents.score) as decimal(38,12)) as score,
        count(*) as respondents,
        count(*) >= {{ var('min_respondents') }} as is_shown
    from respondents
    group by respondents.entity_type, respondents.entity_id, respondents.period_grain, respondents.period_start
)

select
    '{{ kpi.id }}' as kpi_id,
    figures.entity_type,
    figures.entity_id,
    'none' as slice_type,
    'all' as slice_value,
    figures.period_grain,
    figures.period_start,
    case when figures.is_shown then {{ divide('figures.score', 1, digits=12) }} end as numerator,
    cast(figures.respondents as decimal(28,6)) as denominator,
    case when figures.is_shown then {{ divide('figures.score', 'figures.respondents', digits=12) }} end as value,
    cast(figures.respondents as bigint) as sample_size,
    cast(0 as bigint) as open_count,
    true as is_final
from figures
{% endmacro %}
