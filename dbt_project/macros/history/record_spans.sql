{#
  The whole of `int_<side>_record_spans.sql`: on which days each record of a client or supplier was how. A version holds
  from the day of its change to the day before the next, of several on a day the last; the first one holds from the day
  that its system made the record. A record of no known version has its newest state from there on; where nobody says
  when it was made, it is as old as its party. What bears a day after as_of has happened by as_of, since it is known.
  columns: those of the entity that are handed on, beside its key.
#}
{% macro record_spans(side, columns) %}
with run as (
    {{ run_parameters() }}
),

versioned as (
    select versions.{{ side }}_id
    from {{ ref('core_' ~ side ~ '_version') }} as versions
    group by versions.{{ side }}_id
),

versions as (
    select
        versions.{{ side }}_id,
        {%- for column in columns %}
        versions.{{ column }},
        {%- endfor %}
        versions.created_at,
        versions.changed_at,
        versions.extracted_at
    from {{ ref('core_' ~ side ~ '_version') }} as versions
    union all
    select
        records.{{ side }}_id,
        {%- for column in columns %}
        records.{{ column }},
        {%- endfor %}
        records.created_at,
        cast(null as timestamp) as changed_at,
        cast(null as timestamp) as extracted_at
    from {{ ref('core_' ~ side) }} as records
    left join versioned on versioned.{{ side }}_id = records.{{ side }}_id
    where versioned.{{ side }}_id is null
),

numbered as (
    select
        members.{{ side }}_id as party_id,
        versions.{{ side }}_id,
        {%- for column in columns %}
        versions.{{ column }},
        {%- endfor %}
        versions.created_at,
        versions.changed_at,
        versions.extracted_at,
        row_number() over (
            partition by versions.{{ side }}_id order by versions.changed_at asc, versions.extracted_at asc
        ) as version_number
    from versions
    inner join {{ ref('idn_' ~ side ~ '_members') }} as members on members.member_id = versions.{{ side }}_id
),

dated as (
    select
        numbered.party_id,
        numbered.{{ side }}_id,
        {%- for column in columns %}
        numbered.{{ column }},
        {%- endfor %}
        numbered.created_at,
        numbered.version_number,
        {{ reporting_date('case when numbered.version_number = 1 then least(numbered.created_at, numbered.changed_at) else numbered.changed_at end') }} as changed_on
    from numbered
),

started as (
    select
        dated.{{ side }}_id,
        {%- for column in columns %}
        dated.{{ column }},
        {%- endfor %}
        dated.created_at,
        dated.version_number,
        least(
            coalesce(dated.changed_on, min(dated.changed_on) over (partition by dated.party_id), date '1900-01-01'), run.as_of_on
        ) as valid_from
    from dated
    cross join run
),

followed as (
    select
        started.{{ side }}_id,
        {%- for column in columns %}
        started.{{ column }},
        {%- endfor %}
        started.created_at,
        started.valid_from,
        lead(started.valid_from) over (
            partition by started.{{ side }}_id order by started.version_number asc
        ) as next_from
    from started
)

select
    followed.{{ side }}_id,
    {%- for column in columns %}
    followed.{{ column }},
    {%- endfor %}
    followed.created_at,
    followed.valid_from,
    {{ open_end(add_days('followed.next_from', -1)) }} as valid_to
from followed
where followed.next_from is null or followed.next_from > followed.valid_from
{% endmacro %}
