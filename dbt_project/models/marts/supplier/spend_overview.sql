with ordered as (
    select
        lines.supplier_id,
        lines.category,
        lines.business_unit_id,
        {{ month_of('lines.ordered_on') }} as month_start,
        count(*) as order_line_count,
        sum(lines.reporting_line_amount) as ordered_amount
    from {{ ref('fct_purchase_order_lines') }} as lines
    where coalesce(lines.status, 'open') <> 'cancelled' and lines.ordered_on is not null
    group by lines.supplier_id, lines.category, lines.business_unit_id, {{ month_of('lines.ordered_on') }}
),

spent as (
    select
        spend.supplier_id,
        spend.category,
        spend.business_unit as business_unit_id,
        {{ month_of('spend.spent_on') }} as month_start,
        sum(spend.reporting_amount) as spend_amount,
        sum(spend.reporting_amount) filter (where not spend.is_from_order) as invoiced_amount,
        sum(spend.reporting_amount) filter (where spend.purchase_order_line_id is not null) as spend_with_order_amount,
        sum(spend.reporting_amount) filter (where contracts.purchase_order_line_id is not null) as spend_under_contract_amount
    from {{ ref('int_spend_lines') }} as spend
    left join {{ ref('int_order_line_contracts') }} as contracts
        on contracts.purchase_order_line_id = spend.purchase_order_line_id
    group by spend.supplier_id, spend.category, spend.business_unit, {{ month_of('spend.spent_on') }}
),

delivered as (
    select
        lines.supplier_id,
        lines.category,
        lines.business_unit_id,
        {{ month_of('deliveries.due_on') }} as month_start,
        count(*) as due_line_count,
        sum(case when deliveries.is_on_time_in_full then 1 else 0 end) as on_time_line_count
    from {{ ref('int_schedule_line_deliveries') }} as deliveries
    inner join {{ ref('fct_purchase_order_lines') }} as lines
        on lines.purchase_order_line_id = deliveries.purchase_order_line_id
    group by lines.supplier_id, lines.category, lines.business_unit_id, {{ month_of('deliveries.due_on') }}
),

received as (
    select
        defects.supplier_id,
        defects.category,
        defects.business_unit_id,
        {{ month_of('defects.received_on') }} as month_start,
        sum(defects.reporting_received_amount) as received_amount,
        sum(defects.reporting_rejected_amount) as rejected_amount
    from {{ ref('int_receipt_defects') }} as defects
    group by defects.supplier_id, defects.category, defects.business_unit_id, {{ month_of('defects.received_on') }}
),

places as (
    select
        ordered.supplier_id,
        ordered.category,
        ordered.business_unit_id,
        ordered.month_start
    from ordered
    union all
    select
        spent.supplier_id,
        spent.category,
        spent.business_unit_id,
        spent.month_start
    from spent
    union all
    select
        delivered.supplier_id,
        delivered.category,
        delivered.business_unit_id,
        delivered.month_start
    from delivered
    union all
    select
        received.supplier_id,
        received.category,
        received.business_unit_id,
        received.month_start
    from received
),

grouped as (
    select
        places.supplier_id,
        places.category,
        places.business_unit_id,
        places.month_start
    from places
    group by places.supplier_id, places.category, places.business_unit_id, places.month_start
)

select
    suppliers.supplier_key,
    grouped.supplier_id,
    grouped.category,
    units.business_unit_key,
    grouped.business_unit_id,
    grouped.month_start,
    cast(coalesce(ordered.order_line_count, 0) as bigint) as order_line_count,
    cast(ordered.ordered_amount as decimal(28,6)) as ordered_amount,
    cast(spent.spend_amount as decimal(28,6)) as spend_amount,
    cast(spent.invoiced_amount as decimal(28,6)) as invoiced_amount,
    cast(spent.spend_with_order_amount as decimal(28,6)) as spend_with_order_amount,
    cast(spent.spend_under_contract_amount as decimal(28,6)) as spend_under_contract_amount,
    cast(received.received_amount as decimal(28,6)) as received_amount,
    cast(received.rejected_amount as decimal(28,6)) as rejected_amount,
    cast(coalesce(delivered.due_line_count, 0) as bigint) as due_line_count,
    cast(coalesce(delivered.on_time_line_count, 0) as bigint) as on_time_line_count
from grouped
inner join {{ ref('dim_suppliers') }} as suppliers on suppliers.supplier_id = grouped.supplier_id
inner join {{ ref('dim_business_units') }} as units on units.business_unit_id = grouped.business_unit_id
left join ordered
    on ordered.supplier_id = grouped.supplier_id
    and ordered.category = grouped.category
    and ordered.business_unit_id = grouped.business_unit_id
    and ordered.month_start = grouped.month_start
left join spent
    on spent.supplier_id = grouped.supplier_id
    and spent.category = grouped.category
    and spent.business_unit_id = grouped.business_unit_id
    and spent.month_start = grouped.month_start
left join delivered
    on delivered.supplier_id = grouped.supplier_id
    and delivered.category = grouped.category
    and delivered.business_unit_id = grouped.business_unit_id
    and delivered.month_start = grouped.month_start
left join received
    on received.supplier_id = grouped.supplier_id
    and received.category = grouped.category
    and received.business_unit_id = grouped.business_unit_id
    and received.month_start = grouped.month_start
