{%- set names = ['usage', 'support', 'payment', 'sentiment', 'engagement'] %}
with current_months as (
    select
        months.month_start,
        {{ add_months('months.month_start', -1) }} as previous_month_start
    from {{ ref('int_months') }} as months
    where months.is_newest
),

components as (
    select
        components.client_id,
        components.month_start,
        components.component,
        components.value,
        components.weight,
        previous.value as previous_value,
        {{ divide('components.weight', 'sum(components.weight) filter (where components.value is not null) over (partition by components.client_id)', scale=12) }} as share
    from {{ ref('int_client_health_components') }} as components
    inner join current_months on current_months.month_start = components.month_start
    left join {{ ref('int_client_health_components') }} as previous
        on previous.client_id = components.client_id
        and previous.component = components.component
        and previous.month_start = current_months.previous_month_start
),

-- A driver is what moves the score away from where green begins.
weighed as (
    select
        components.client_id,
        components.component,
        components.value,
        components.weight,
        components.previous_value,
        cast(components.value * components.share as decimal(28,6)) as contribution,
        cast((components.value - 75) * components.share as decimal(28,1)) as points
    from components
),

ranked as (
    select
        weighed.client_id,
        weighed.component,
        weighed.value,
        weighed.weight,
        weighed.previous_value,
        weighed.contribution,
        case
            when weighed.points < 0
                then weighed.component || ' at ' || cast(cast(weighed.value as decimal(28,0)) as varchar) || ' takes ' || cast(-weighed.points as varchar) || ' points'
            else weighed.component || ' at ' || cast(cast(weighed.value as decimal(28,0)) as varchar) || ' adds ' || cast(weighed.points as varchar) || ' points'
        end as driver,
        row_number() over (
            partition by weighed.client_id
            order by abs(weighed.points) desc nulls last, weighed.component asc
        ) as place
    from weighed
),

wide as (
    select
        ranked.client_id,
        {%- for name in names %}
        cast(max(case when ranked.component = '{{ name }}' then ranked.value end) as decimal(28,6)) as {{ name }}_value,
        max(case when ranked.component = '{{ name }}' then ranked.weight end) as {{ name }}_weight,
        max(case when ranked.component = '{{ name }}' then ranked.contribution end) as {{ name }}_contribution,
        {%- endfor %}
        {%- for place in [1, 2, 3] %}
        max(case when ranked.place = {{ place }} and ranked.value is not null then ranked.driver end) as driver_{{ place }},
        {%- endfor %}
        -- What changed is told by the components that both months know.
        {{ divide(
            'sum(case when ranked.previous_value is not null then ranked.weight * (ranked.value - ranked.previous_value) end)',
            'sum(case when ranked.value is not null and ranked.previous_value is not null then ranked.weight end)', digits=12) }} as change_on_month
    from ranked
    group by ranked.client_id
)

select
    clients.client_key,
    clients.client_id,
    current_months.month_start,
    cast(health.score as decimal(28,6)) as score,
    cast(health.coverage_percent as decimal(28,6)) as coverage_percent,
    case
        when not health.is_known then 'unknown'
        when health.score >= 75 then 'green'
        when health.score >= 50 then 'amber'
        else 'red'
    end as rating,
    wide.change_on_month,
    {%- for name in names %}
    wide.{{ name }}_value,
    wide.{{ name }}_weight,
    wide.{{ name }}_contribution,
    {%- endfor %}
    wide.driver_1,
    wide.driver_2,
    wide.driver_3,
    health.is_final
from {{ ref('int_client_health_scores') }} as health
inner join current_months on current_months.month_start = health.month_start
inner join {{ ref('dim_clients') }} as clients on clients.client_id = health.client_id
inner join wide on wide.client_id = health.client_id
