{#
  The CTE `waiting_figures`: of each figure of clients, how many of a CTE `waiting` were open on the last day of its period,
  or of as_of. `waiting`: party_id, opened_on, closed_on (null is not yet), one row a party.
#}
{% macro kpi_waiting() -%}
judged as (
    select
        figures.entity_type,
        figures.entity_id,
        figures.period_grain,
        figures.period_start,
        least({{ kpi_period_end('figures.period_grain', 'figures.period_start') }}, known_by.as_of_on) as judged_on
    from figures
    cross join known_by
),

waiting_figures as (
    select
        judged.entity_type,
        judged.entity_id,
        judged.period_grain,
        judged.period_start,
        count(*) as open_count
    from judged
    inner join {{ ref('int_client_memberships') }} as waiting_members
        on waiting_members.entity_type = judged.entity_type
        and waiting_members.entity_id = judged.entity_id
        and judged.judged_on between waiting_members.valid_from and waiting_members.valid_to
    inner join waiting
        on waiting.party_id = waiting_members.party_id
        and waiting.opened_on <= judged.judged_on
        and coalesce(waiting.closed_on > judged.judged_on, true)
    group by judged.entity_type, judged.entity_id, judged.period_grain, judged.period_start
)
{%- endmacro %}
