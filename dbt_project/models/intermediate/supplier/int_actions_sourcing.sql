{%- set days_to_act = 14 -%}

with run as (
    {{ run_parameters() }}
),

-- As in supplier_single_source_share: by ultimate parent, internal suppliers left out, what was given back on balance is nothing.
spent as (
    select
        spend.category,
        suppliers.ultimate_parent_id,
        months.month_end,
        cast(greatest(sum(spend.amount), 0) as decimal(28,6)) as amount,
        {{ text_list("spend.category || '/' || spend.supplier_id") }} as row_keys
    from {{ ref('int_supplier_category_spend') }} as spend
    inner join {{ ref('int_months') }} as months on months.month_start = spend.month_start
    inner join {{ ref('dim_suppliers') }} as suppliers on suppliers.supplier_id = spend.supplier_id
    where
        months.is_newest
        {%- if not var('concentration_includes_internal_suppliers') %}
        and not suppliers.is_internal
        {%- endif %}
    group by spend.category, suppliers.ultimate_parent_id, months.month_end
),

shares as (
    select
        spent.category,
        spent.ultimate_parent_id,
        spent.month_end,
        spent.amount,
        spent.row_keys,
        sum(spent.amount) over (partition by spent.category) as category_amount
    from spent
),

plans as (
    select
        suppliers.ultimate_parent_id,
        plans.category
    from {{ ref('core_contingency_plan') }} as plans
    inner join run on run.as_of_on between plans.valid_from and {{ open_end('plans.valid_to') }}
    inner join {{ ref('idn_supplier_members') }} as members on members.member_id = plans.supplier_id
    inner join {{ ref('dim_suppliers') }} as suppliers on suppliers.supplier_id = members.supplier_id
    group by suppliers.ultimate_parent_id, plans.category
)

select
    'single_source_without_plan' as rule_id,
    shares.category || '@' || shares.ultimate_parent_id as subject_id,
    'supplier' as party_type,
    shares.ultimate_parent_id as party_id,
    coalesce(managers.manager, 'unknown') as owner_id,
    {{ add_days('shares.month_end', days_to_act) }} as due_on,
    shares.amount as reporting_value_amount,
    cast(cast({{ divide('shares.amount', 'shares.category_amount', 100) }} as decimal(28,1)) as varchar) || ' % of 12 months'' spend in '
    || shares.category || ' goes to one supplier, and there is no contingency plan' as reason,
    'int_supplier_category_spend' as rows_of,
    shares.row_keys
from shares
left join plans on plans.ultimate_parent_id = shares.ultimate_parent_id and plans.category = shares.category
left join {{ ref('int_category_managers') }} as managers on managers.category = shares.category
where
    plans.category is null
    and shares.ultimate_parent_id <> 'unknown'
    and shares.amount > 0
    and (
        shares.amount = shares.category_amount
        or shares.amount * 100 > shares.category_amount * {{ var('single_source_percent') }}
    )
