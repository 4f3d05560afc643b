{#
  The days on which a party's history may turn, to be used as CTEs: each day on which one of its `records` became another, or
  of which the CTE `starts` (party, starts_on) says so, from the party's first day on. The last one is `turns`.
#}
{% macro history_turns(side) %}
first_days as (
    select
        records.{{ side }}_id,
        min(records.valid_from) as first_on
    from records
    group by records.{{ side }}_id
),

days as (
    select
        records.{{ side }}_id,
        records.valid_from
    from records
    union all
    select
        starts.{{ side }}_id,
        starts.starts_on as valid_from
    from starts
    inner join first_days on first_days.{{ side }}_id = starts.{{ side }}_id and starts.starts_on > first_days.first_on
),

turns as (
    select
        days.{{ side }}_id,
        days.valid_from
    from days
    group by days.{{ side }}_id, days.valid_from
)
{%- endmacro %}
