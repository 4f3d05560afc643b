{#
  The steps that end a history: of the CTE `states`, one row a party and day on which something may have changed, those on
  which something did, each valid until the day before the next; then the unknown member and the surrogate key.
  values: columns beside the key, each with what the unknown member has there, as SQL.
#}
{% macro history_of_states(side, values) %}
{%- set same_party = 'partition by states.' ~ side ~ '_id order by states.valid_from asc' %}
compared as (
    select
        states.{{ side }}_id,
        states.valid_from,
        {%- for value in values %}
        states.{{ value }},
        {%- endfor %}
        lag(states.valid_from) over ({{ same_party }}) is null
        {%- for value in values %}
        or states.{{ value }} is distinct from lag(states.{{ value }}) over ({{ same_party }})
        {%- endfor %} as is_change
    from states
),

members as (
    select
        compared.{{ side }}_id,
        compared.valid_from,
        {{ open_end(add_days('lead(compared.valid_from) over (partition by compared.' ~ side ~ '_id order by compared.valid_from asc)', -1)) }} as valid_to,
        {%- for value in values %}
        compared.{{ value }}{{ ',' if not loop.last }}
        {%- endfor %}
    from compared
    where compared.is_change
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
