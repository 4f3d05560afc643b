with run as (
    {{ run_parameters() }}
),

-- What a client is worth is what recurs in a year; whoever has no contract is no client yet, or not any more.
recurring as (
    select
        mrr.client_id,
        sum(mrr.reporting_annual_amount) as value_amount
    from {{ ref('int_client_mrr') }} as mrr
    inner join {{ ref('int_months') }} as months on months.month_start = mrr.month_start
    where months.is_newest and mrr.client_id <> 'unknown'
    group by mrr.client_id
),

clients as (
    select
        recurring.client_id,
        nullif(segments.segment, 'unknown') as segment,
        recurring.value_amount
    from recurring
    cross join run
    left join {{ ref('int_client_segments') }} as segments
        on segments.client_id = recurring.client_id
        and run.as_of_on between segments.valid_from and segments.valid_to
),

suppliers as (
    select
        main.supplier_id,
        main.category,
        main.spend_amount
    from {{ ref('int_supplier_main_categories') }} as main
    inner join {{ ref('int_months') }} as months on months.month_start = main.month_start
    inner join {{ ref('dim_suppliers') }} as suppliers on suppliers.supplier_id = main.supplier_id
    where months.is_newest and main.supplier_id <> 'unknown' and not suppliers.is_internal
)

select
    'client' as party_type,
    clients.client_id as party_id,
    'segment' as group_type,
    clients.segment as group_name,
    cast(clients.value_amount as decimal(28,6)) as value_amount
from clients
union all
select
    'supplier' as party_type,
    suppliers.supplier_id as party_id,
    'category' as group_type,
    nullif(suppliers.category, 'unknown') as group_name,
    cast(suppliers.spend_amount as decimal(28,6)) as value_amount
from suppliers
