{{ config(materialized='view') }}

with persons as (
    select
        responses.source_instance,
        responses.person_id,
        responses.person_name,
        responses.person_email,
        responses.person_created_at,
        row_number() over (
            partition by responses.source_instance, responses.person_id
            order by responses.updated_at desc nulls last, responses.survey_response_id desc
        ) as from_the_newest
    from {{ ref('stg_delighted__survey_responses') }} as responses
    where responses.person_id is not null
)

select
    persons.source_instance,
    persons.person_id as native_id,
    -- The tool knows the account of an answer, not of a person.
    cast(null as varchar) as client_native_id,
    persons.person_name as contact_name,
    persons.person_email as email,
    cast(null as varchar) as title,
    cast(null as varchar) as department,
    cast(null as varchar) as merged_into_native_id,
    persons.person_created_at as created_at,
    false as is_deleted
from persons
where persons.from_the_newest = 1
