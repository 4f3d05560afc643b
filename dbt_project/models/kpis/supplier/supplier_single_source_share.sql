with run as (
    {{ run_parameters() }}
),

spent as (
    select
        suppliers.ultimate_parent_id,
        spend.category,
        spend.business_unit,
        {{ month_of('spend.spent_on') }} as month_start,
        spend.reporting_amount as amount
    from {{ ref('int_spend_lines') }} as spend
    inner join {{ ref('dim_suppliers') }} as suppliers on suppliers.supplier_id = spend.supplier_id
    where
        spend.reporting_amount is not null
        {%- if not var('concentration_includes_internal_suppliers') %}
        and not suppliers.is_internal
        {%- endif %}
),

grouped as (
    {%- for entity_type, entity_id in {'category': 'spent.category', 'business_unit': 'spent.business_unit', 'portfolio': "'all'"}.items() %}
    select
        '{{ entity_type }}' as entity_type,
        {{ entity_id }} as entity_id,
        spent.category,
        spent.ultimate_parent_id,
        spent.month_start,
        spent.amount
    from spent
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

-- Twelve months end with each month; what a supplier gave back on balance counts as nothing.
by_supplier as (
    select
        grouped.entity_type,
        grouped.entity_id,
        months.month_start,
        grouped.category,
        grouped.ultimate_parent_id,
        cast(greatest(sum(grouped.amount), 0) as decimal(28,6)) as amount,
        count(*) as sample_size
    from grouped
    inner join {{ ref('int_months') }} as months
        on months.month_start between grouped.month_start and {{ add_months('grouped.month_start', 11) }}
    group by
        grouped.entity_type,
        grouped.entity_id,
        months.month_start,
        grouped.category,
        grouped.ultimate_parent_id
),

by_category as (
    select
        by_supplier.entity_type,
        by_supplier.entity_id,
        by_supplier.month_start,
        by_supplier.category,
        sum(by_supplier.amount) as amount,
        max(by_supplier.amount) as greatest_amount,
        sum(by_supplier.sample_size) as sample_size
    from by_supplier
    group by by_supplier.entity_type, by_supplier.entity_id, by_supplier.month_start, by_supplier.category
),

-- A sole supplier has all of its category, which is above any share but all; exactly the share is not above it.
shares as (
    select
        by_category.entity_type,
        by_category.entity_id,
        by_category.month_start,
        cast(coalesce(sum(by_category.amount) filter (
            where by_category.greatest_amount = by_category.amount
            or by_category.greatest_amount * 100 > by_category.amount * {{ var('single_source_percent') }}
        ), 0) as decimal(28,6)) as numerator,
        cast(sum(by_category.amount) as decimal(28,6)) as denominator,
        sum(by_category.sample_size) as sample_size
    from by_category
    group by by_category.entity_type, by_category.entity_id, by_category.month_start
),

figures as (
    select
        shares.entity_type,
        shares.entity_id,
        'month' as period_grain,
        shares.month_start as period_start,
        shares.numerator,
        shares.denominator,
        shares.sample_size
    from shares
    union all
    select
        shares.entity_type,
        shares.entity_id,
        'all_time' as period_grain,
        date '1900-01-01' as period_start,
        shares.numerator,
        shares.denominator,
        shares.sample_size
    from shares
    inner join run on shares.month_start = {{ month_of('run.as_of_on') }}
)

select
    '{{ kpi_meta(model).id }}' as kpi_id,
    figures.entity_type,
    figures.entity_id,
    'none' as slice_type,
    'all' as slice_value,
    figures.period_grain,
    figures.period_start,
    figures.numerator,
    figures.denominator,
    {{ divide('figures.numerator', 'figures.denominator', 100) }} as value,
    cast(figures.sample_size as bigint) as sample_size,
    cast(0 as bigint) as open_count,
    true as is_final
from figures
where figures.denominator > 0
