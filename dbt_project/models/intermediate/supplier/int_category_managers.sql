with run as (
    {{ run_parameters() }}
)

select
    managers.category,
    managers.manager
from {{ ref('stg_reference__category_managers') }} as managers
inner join run on run.as_of_on between managers.valid_from and managers.valid_to
