with run as (
    {{ run_parameters() }}
),

quarters as (
    select
        {{ quarter_of('months.month_start') }} as quarter_start,
        max(months.month_start) as last_month_start
    from {{ ref('int_months') }} as months
    cross join run
    where months.next_month_at <= run.as_of
    group by {{ quarter_of('months.month_start') }}
    having count(*) = 3
)

select
    quarters.quarter_start,
    quarters.last_month_start,
    row_number() over (order by quarters.quarter_start desc) as age
from quarters
