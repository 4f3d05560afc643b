with planned as (
    select
        initiatives.initiative_number,
        cases.month_on,
        true as is_monetary,
        cases.currency,
        cases.planned_amount,
        cast(null as decimal(28,6)) as realised_amount
    from {{ ref('int_initiatives') }} as initiatives
    inner join {{ ref('core_business_case') }} as cases
        on cases.initiative_number = initiatives.initiative_number and cases.case_version = initiatives.case_version
),

realised as (
    select
        initiatives.initiative_number,
        benefits.month_on,
        coalesce(benefits.is_monetary, false) as is_monetary,
        benefits.currency,
        cast(null as decimal(28,6)) as planned_amount,
        benefits.realised_amount
    from {{ ref('core_benefit') }} as benefits
    inner join {{ ref('int_initiatives') }} as initiatives on initiatives.initiative_id = benefits.initiative_id
    where not coalesce(benefits.is_deleted, false)
),

entries as (
    select
        planned.initiative_number,
        planned.month_on,
        planned.is_monetary,
        planned.currency,
        planned.planned_amount,
        planned.realised_amount
    from planned
    union all
    select
        realised.initiative_number,
        realised.month_on,
        realised.is_monetary,
        realised.currency,
        realised.planned_amount,
        realised.realised_amount
    from realised
),

benefits as (
    select
        entries.initiative_number,
        entries.month_on,
        entries.is_monetary,
        coalesce(entries.currency, 'none') as currency,
        cast(sum(entries.planned_amount) as decimal(28,6)) as planned_amount,
        cast(sum(entries.realised_amount) as decimal(28,6)) as realised_amount
    from entries
    group by entries.initiative_number, entries.month_on, entries.is_monetary, coalesce(entries.currency, 'none')
)

select
    benefits.initiative_number,
    benefits.month_on,
    benefits.is_monetary,
    benefits.currency,
    initiatives.initiative_id,
    units.business_unit_key,
    units.business_unit_id,
    {{ add_days(add_months('benefits.month_on', 1), -1) }} as month_end_on,
    benefits.planned_amount,
    benefits.realised_amount
from benefits
inner join {{ ref('int_initiatives') }} as initiatives on initiatives.initiative_number = benefits.initiative_number
inner join {{ ref('dim_business_units') }} as units on units.business_unit_id = initiatives.business_unit_id
