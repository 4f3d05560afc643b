with run as (
    {{ run_parameters() }}
)

-- The first end from as_of's day on that no extension has moved already.
select
    ends.client_contract_id,
    min(ends.due_on) as next_end_on
from {{ ref('int_client_contract_ends') }} as ends
cross join run
where not ends.is_extended and ends.due_on >= run.as_of_on
group by ends.client_contract_id
