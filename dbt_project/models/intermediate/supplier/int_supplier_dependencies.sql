with spent as (
    select
        spend.supplier_id,
        spend.category,
        spend.month_start,
        spend.stock_on,
        spend.amount,
        -- Internal suppliers and unknown ones have their share too.
        sum(greatest(spend.amount, 0)) over (partition by spend.category, spend.month_start) as category_amount,
        sum(spend.amount) over (partition by spend.supplier_id, spend.month_start) as supplier_amount
    from {{ ref('int_supplier_category_spend') }} as spend
),

counted as (
    select
        spent.supplier_id,
        spent.category,
        spent.month_start,
        spent.stock_on,
        spent.amount,
        {{ divide('spent.amount', 'spent.category_amount', scale=18) }} as share
    from spent
    where spent.amount > 0 and spent.supplier_amount > 0 and spent.supplier_id <> 'unknown'
),

{% for name, entity in {'seconds': 'core_supplier_qualification', 'plans': 'core_contingency_plan'}.items() -%}
{{ name }} as (
    select
        counted.supplier_id,
        counted.category,
        counted.month_start
    from counted
    inner join {{ ref('idn_supplier_members') }} as members on members.supplier_id = counted.supplier_id
    inner join {{ ref(entity) }} as held
        on held.supplier_id = members.member_id
        and held.category = counted.category
        and counted.stock_on between held.valid_from and {{ open_end('held.valid_to') }}
    group by counted.supplier_id, counted.category, counted.month_start
),

{% endfor -%}
-- Of the contracts begun by then the one with the latest end counts.
contracts as (
    select
        counted.supplier_id,
        counted.category,
        counted.month_start,
        max(terms.last_on) as last_on
    from counted
    inner join {{ ref('int_supplier_contract_terms') }} as terms
        on terms.supplier_id = counted.supplier_id
        and terms.category = counted.category
        and terms.starts_on <= counted.stock_on
    group by counted.supplier_id, counted.category, counted.month_start
),

judged as (
    select
        counted.supplier_id,
        counted.category,
        counted.month_start,
        counted.stock_on,
        counted.amount,
        counted.share,
        coalesce(rules.criticality, 0.7) as criticality,
        seconds.supplier_id is not null as has_second_supplier,
        plans.supplier_id is not null as has_contingency_plan,
        contracts.last_on as contract_last_on,
        coalesce(contracts.last_on <= {{ add_days('counted.stock_on', 180) }}, true) as is_ending
    from counted
    left join {{ ref('stg_reference__category_rules') }} as rules
        on rules.category = counted.category
        and counted.stock_on between rules.valid_from and rules.valid_to
    left join seconds
        on seconds.supplier_id = counted.supplier_id
        and seconds.category = counted.category
        and seconds.month_start = counted.month_start
    left join plans
        on plans.supplier_id = counted.supplier_id
        and plans.category = counted.category
        and plans.month_start = counted.month_start
    left join contracts
        on contracts.supplier_id = counted.supplier_id
        and contracts.category = counted.category
        and contracts.month_start = counted.month_start
)

select
    judged.supplier_id,
    judged.category,
    judged.month_start,
    judged.stock_on,
    judged.amount as spend_amount,
    judged.share as spend_share,
    judged.criticality,
    judged.has_second_supplier,
    judged.has_contingency_plan,
    judged.contract_last_on,
    judged.is_ending,
    cast(
        judged.criticality * cast(
            50 * judged.share
            + case when judged.has_second_supplier then 0 else 25 end
            + case when judged.has_contingency_plan then 0 else 15 end
            + case when judged.is_ending then 10 else 0 end
            as decimal(28,18)
        ) as decimal(38,18)
    ) as risk
from judged
