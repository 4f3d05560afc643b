with records as (
    {{- supplier_records(ref('int_supplier_record_spans'), also=['valid_from', 'valid_to']) }}
),

internal as (
    select
        members.supplier_id,
        internal.valid_from,
        internal.valid_to
    from {{ ref('stg_reference__internal_suppliers') }} as internal
    inner join {{ ref('idn_supplier_members') }} as members on members.member_id = internal.supplier_id
),

newest_month as (
    select max(categories.month_start) as month_start
    from {{ ref('int_supplier_main_categories') }} as categories
),

managed as (
    select
        categories.supplier_id,
        managers.valid_from,
        managers.valid_to
    from {{ ref('int_supplier_main_categories') }} as categories
    inner join {{ ref('stg_reference__category_managers') }} as managers on managers.category = categories.category
    group by categories.supplier_id, managers.valid_from, managers.valid_to
),

starts as (
    select
        internal.supplier_id,
        internal.valid_from as starts_on
    from internal
    union all
    select
        internal.supplier_id,
        {{ add_days('internal.valid_to', 1) }} as starts_on
    from internal
    where internal.valid_to < date '9999-12-31'
    union all
    select
        managed.supplier_id,
        managed.valid_from as starts_on
    from managed
    union all
    select
        managed.supplier_id,
        {{ add_days('managed.valid_to', 1) }} as starts_on
    from managed
    where managed.valid_to < date '9999-12-31'
    union all
    select
        categories.supplier_id,
        categories.month_start as starts_on
    from {{ ref('int_supplier_main_categories') }} as categories
    union all
    select
        categories.supplier_id,
        {{ add_months('categories.month_start', 1) }} as starts_on
    from {{ ref('int_supplier_main_categories') }} as categories
    inner join newest_month on categories.month_start < newest_month.month_start
),

{{- history_turns('supplier') }},

values_of_records as (
    select
        turns.supplier_id,
        turns.valid_from,
        {{ first_known('supplier_name') }} as supplier_name,
        {{ first_known('country') }} as country,
        {{ may_be_ordered_from() }} as is_active
    from turns
    inner join records
        on records.supplier_id = turns.supplier_id and turns.valid_from between records.valid_from and records.valid_to
    group by turns.supplier_id, turns.valid_from
),

internal_days as (
    select
        turns.supplier_id,
        turns.valid_from
    from turns
    inner join internal
        on internal.supplier_id = turns.supplier_id and turns.valid_from between internal.valid_from and internal.valid_to
    group by turns.supplier_id, turns.valid_from
),

-- What was bought most in the twelve months to the day's own; of the newest month on, as it is now.
categories as (
    select
        turns.supplier_id,
        turns.valid_from,
        categories.category as main_category
    from turns
    cross join newest_month
    inner join {{ ref('int_supplier_main_categories') }} as categories
        on
            categories.supplier_id = turns.supplier_id
            and categories.month_start = least({{ month_of('turns.valid_from') }}, newest_month.month_start)
),

states as (
    select
        suppliers.supplier_id,
        suppliers.valid_from,
        suppliers.supplier_name,
        suppliers.country,
        suppliers.is_active,
        internal_days.supplier_id is not null as is_internal,
        categories.main_category,
        coalesce(managers.manager, 'unknown') as relationship_manager_id
    from values_of_records as suppliers
    left join internal_days
        on internal_days.supplier_id = suppliers.supplier_id and internal_days.valid_from = suppliers.valid_from
    left join categories
        on categories.supplier_id = suppliers.supplier_id and categories.valid_from = suppliers.valid_from
    left join {{ ref('stg_reference__category_managers') }} as managers
        on
            managers.category = categories.main_category
            and suppliers.valid_from between managers.valid_from and managers.valid_to
),

{{- history_of_states('supplier', {
    'supplier_name': "'unknown'",
    'country': 'cast(null as varchar)',
    'is_active': 'cast(null as boolean)',
    'is_internal': 'false',
    'main_category': 'cast(null as varchar)',
    'relationship_manager_id': "'unknown'",
}) }}
