with clients as (
    select
        health.client_id,
        health.score,
        health.coverage_percent,
        health.rating,
        health.month_start
    from {{ ref('client_health') }} as health
),

-- A quarter that has just begun says nothing yet.
suppliers as (
    select
        cards.supplier_id,
        cards.score,
        cards.coverage_percent,
        cards.grade,
        cards.quarter_start
    from {{ ref('supplier_scorecards') }} as cards
    inner join {{ ref('int_complete_quarters') }} as quarters on quarters.quarter_start = cards.quarter_start
    where quarters.age = 1
)

select
    'client' as party_type,
    clients.client_id as party_id,
    clients.month_start as rated_period_start,
    clients.score,
    clients.coverage_percent,
    clients.rating,
    case clients.rating when 'green' then 'good' when 'amber' then 'fair' when 'red' then 'poor' end as standing
from clients
union all
select
    'supplier' as party_type,
    suppliers.supplier_id as party_id,
    suppliers.quarter_start as rated_period_start,
    suppliers.score,
    suppliers.coverage_percent,
    suppliers.grade as rating,
    case suppliers.grade when 'A' then 'good' when 'B' then 'good' when 'C' then 'fair' when 'D' then 'poor' end as standing
from suppliers
