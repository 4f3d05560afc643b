with run as (
    {{ run_parameters() }}
),

approvals as (
    select
        cases.initiative_number,
        cases.case_version,
        min(cases.business_unit) as business_unit,
        min(cases.approved_on) as approved_on,
        min(cases.currency) as currency,
        max({{ add_days(add_months('cases.month_on', 1), -1) }}) as last_planned_on
    from {{ ref('core_business_case') }} as cases
    cross join run
    where cases.approved_on <= run.as_of_on
    group by cases.initiative_number, cases.case_version
),

-- The case approved first is the plan.
ranked as (
    select
        approvals.initiative_number,
        approvals.case_version,
        coalesce(approvals.business_unit, 'unknown') as business_unit_id,
        approvals.approved_on,
        approvals.currency,
        approvals.last_planned_on,
        initiatives.initiative_id,
        initiatives.status,
        initiatives.cancelled_on,
        row_number() over (
            partition by approvals.initiative_number
            order by approvals.approved_on asc, approvals.case_version asc, initiatives.initiative_id asc
        ) as rank_of_case
    from approvals
    left join {{ ref('core_initiative') }} as initiatives
        on initiatives.initiative_number = approvals.initiative_number and not coalesce(initiatives.is_deleted, false)
)

select
    ranked.initiative_number,
    ranked.case_version,
    ranked.business_unit_id,
    ranked.approved_on,
    ranked.currency,
    ranked.last_planned_on,
    ranked.initiative_id,
    ranked.status,
    ranked.cancelled_on
from ranked
where ranked.rank_of_case = 1
