-- A quarter is seen at its end, or at as_of.
with quarters as (
    select
        {{ quarter_of('months.month_start') }} as quarter_start,
        months.month_start,
        months.stock_on
    from {{ ref('int_months') }} as months
    where extract('month' from months.month_start) in (3, 6, 9, 12) or months.is_newest
),

rules as (
    select
        categories.supplier_id,
        quarters.quarter_start,
        coalesce(rules.max_defect_share, 0.05) as max_defect_share,
        coalesce(rules.innovation_target, 0) as innovation_target
    from {{ ref('int_supplier_main_categories') }} as categories
    inner join quarters on quarters.month_start = categories.month_start
    left join {{ ref('stg_reference__category_rules') }} as rules
        on rules.category = categories.category
        and quarters.stock_on between rules.valid_from and rules.valid_to
),

deliveries as (
    select
        lines.supplier_id,
        {{ quarter_of('deliveries.due_on') }} as quarter_start,
        {{ divide('sum(case when deliveries.is_on_time_in_full then 1 else 0 end)', 'count(*)', 100, scale=12) }} as value,
        count(*) as line_count,
        bool_and(deliveries.is_final) as is_final
    from {{ ref('int_schedule_line_deliveries') }} as deliveries
    inner join {{ ref('fct_purchase_order_lines') }} as lines
        on lines.purchase_order_line_id = deliveries.purchase_order_line_id
    group by lines.supplier_id, {{ quarter_of('deliveries.due_on') }}
),

-- Quantities add up within one unit of measure; several weigh by order price.
defects as (
    select
        defects.supplier_id,
        {{ quarter_of('defects.received_on') }} as quarter_start,
        cast(case
            when min(defects.unit_of_measure) = max(defects.unit_of_measure) then sum(defects.rejected_quantity)
            else sum(defects.reporting_rejected_amount)
        end as decimal(28,12)) as rejected,
        cast(case
            when min(defects.unit_of_measure) = max(defects.unit_of_measure) then sum(defects.quantity)
            else sum(defects.reporting_received_amount)
        end as decimal(28,12)) as received
    from {{ ref('int_receipt_defects') }} as defects
    group by defects.supplier_id, {{ quarter_of('defects.received_on') }}
),

quality as (
    select
        defects.supplier_id,
        defects.quarter_start,
        100 * (1 - least(1, {{ divide(
            'defects.rejected', 'defects.received * coalesce(rules.max_defect_share, 0.05)', scale=12, digits=12
        ) }})) as value
    from defects
    left join rules on rules.supplier_id = defects.supplier_id and rules.quarter_start = defects.quarter_start
),

prices as (
    select
        prices.supplier_id,
        {{ quarter_of('prices.invoiced_on') }} as quarter_start,
        100 - {{ divide(
            'sum(prices.reporting_paid_amount - prices.reporting_agreed_amount)', 'sum(prices.reporting_agreed_amount)',
            1000, scale=12, digits=12
        ) }} as value
    from {{ ref('int_price_comparisons') }} as prices
    group by prices.supplier_id, {{ quarter_of('prices.invoiced_on') }}
),

obligations as (
    select
        obligations.supplier_id,
        {{ quarter_of('obligations.due_on') }} as quarter_start,
        {{ divide('sum(case when obligations.is_met_on_time then 1 else 0 end)', 'count(*)', 100, scale=12) }} as value,
        bool_and(obligations.is_final) as is_final
    from {{ ref('fct_obligations') }} as obligations
    where obligations.obligor = 'supplier' and obligations.is_due and not obligations.is_waived
    group by obligations.supplier_id, {{ quarter_of('obligations.due_on') }}
),

certificates as (
    select
        required.supplier_id,
        quarters.quarter_start,
        {{ divide('sum(case when required.is_valid then 1 else 0 end)', 'count(*)', 100, scale=12) }} as value
    from {{ ref('int_required_certificates') }} as required
    inner join quarters on quarters.month_start = required.month_start
    group by required.supplier_id, quarters.quarter_start
),

duties as (
    select
        obligations.supplier_id,
        obligations.quarter_start,
        obligations.value,
        obligations.is_final
    from obligations
    union all
    select
        certificates.supplier_id,
        certificates.quarter_start,
        certificates.value,
        true as is_final
    from certificates
),

accepted as (
    select
        rules.supplier_id,
        rules.quarter_start,
        rules.innovation_target,
        count(innovations.innovation_id) as accepted_count
    from rules
    inner join quarters on quarters.quarter_start = rules.quarter_start
    left join {{ ref('fct_innovations') }} as innovations
        on innovations.supplier_id = rules.supplier_id
        and innovations.status = 'accepted'
        and innovations.decided_on between {{ add_months('quarters.month_start', -11) }} and quarters.stock_on
    where rules.innovation_target > 0
    group by rules.supplier_id, rules.quarter_start, rules.innovation_target
)

select
    deliveries.supplier_id,
    deliveries.quarter_start,
    'delivery' as component,
    cast(deliveries.value as decimal(28,12)) as value,
    deliveries.line_count as delivery_line_count,
    deliveries.is_final
from deliveries
union all
select
    quality.supplier_id,
    quality.quarter_start,
    'quality' as component,
    cast(quality.value as decimal(28,12)) as value,
    0 as delivery_line_count,
    true as is_final
from quality
where quality.value is not null
union all
select
    prices.supplier_id,
    prices.quarter_start,
    'cost' as component,
    cast(greatest(0, least(100, prices.value)) as decimal(28,12)) as value,
    0 as delivery_line_count,
    true as is_final
from prices
where prices.value is not null
union all
select
    duties.supplier_id,
    duties.quarter_start,
    'compliance' as component,
    cast({{ divide('sum(duties.value)', 'count(*)', scale=12, digits=12) }} as decimal(28,12)) as value,
    0 as delivery_line_count,
    bool_and(duties.is_final) as is_final
from duties
group by duties.supplier_id, duties.quarter_start
union all
select
    accepted.supplier_id,
    accepted.quarter_start,
    'innovation' as component,
    cast(least(100, {{ divide('accepted.accepted_count', 'accepted.innovation_target', 100, scale=12) }}) as decimal(28,12)) as value,
    0 as delivery_line_count,
    true as is_final
from accepted
