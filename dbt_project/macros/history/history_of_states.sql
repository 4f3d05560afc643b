{#
  The steps that end a history: of the CTE `states`, one row a party and day on which something may have changed, those on
  which something did, each valid until the day before the next; then the unknown member and the surrogate key.
  values: columns beside the key, each with what the unknown member has there, as SQL.
#}
{% macro history_of_states(side, values) %}
{%- set same_party = 'partition by states.' ~ side ~ '_id order by states.valid_from asc' %}
followed as (
    select
        states.{{ side }}_id,
        states.valid_from,
        {%- for value in values %}
        states.{{ value }},
        lag(states.{{ value }}) over ({{ same_party }}) as previous_{{ value }},
        {%- endfor %}
        lag(states.valid_from) over ({{ same_party }}) as previous_from
    from states
),

changes as (
    select
        followed.{{ side }}_id,
        followed.valid_from,
        {%- for value in values %}
        followed.{{ value }}{{ ',' if not loop.last }}
        {%- endfor %}
    from followed
    where
        followed.previous_from is null
        {%- for value in values %}
        or not {{ is_same('followed.' ~ value, 'followed.previous_' ~ value) }}
        {%- endfor %}
),

members as (
    select
        changes.{{ side }}_id,
        changes.valid_from,
        {{ open_end(add_days('lead(changes.valid_from) over (partition by changes.' ~ side ~ '_id order by changes.valid_from asc)', -1)) }} as valid_to,
        {%- for value in values %}
        changes.{{ value }}{{ ',' if not loop.last }}
        {%- endfor %}
    from changes
    union all
    select
        'unknown' as {{ side }}_id,
        date '1900-01-01' as valid_from,
        date '9999-12-31' as valid_to,
        {%- for value, unknown in values.items() %}
        {{ unknown }} as {{ value }}{{ ',' if not loop.last }}
        {%- endfor %}
)

select
    {{ surrogate_key('members.' ~ side ~ '_id') }} as {{ side }}_key,
    members.{{ side }}_id,
    members.valid_from,
    members.valid_to,
    {%- for value in values %}
    members.{{ value }}{{ ',' if not loop.last }}
    {%- endfor %}
from members
{% endmacro %}
