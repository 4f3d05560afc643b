{%- set days_to_act = 14 -%}

select
    'initiative_below_plan' as rule_id,
    benefits.initiative_number as subject_id,
    'business_unit' as party_type,
    benefits.business_unit_id as party_id,
    'unknown' as owner_id,
    {{ add_days('months.month_end', days_to_act) }} as due_on,
    case
        when benefits.is_known
            then cast(benefits.reporting_planned_amount - benefits.reporting_realised_amount as decimal(28,6))
    end as reporting_value_amount,
    'Initiative ' || benefits.initiative_number || ' is below {{ var('below_plan_percent') }} % of its plan to date'
    || case
        when benefits.is_known
            then ': ' || cast(cast(benefits.reporting_realised_amount as decimal(28,2)) as varchar) || ' of '
            || cast(cast(benefits.reporting_planned_amount as decimal(28,2)) as varchar) || ' {{ var('reporting_currency') }}'
        else ''
    end as reason,
    'fct_benefits' as rows_of,
    benefits.initiative_number as row_keys
from {{ ref('int_benefits_to_date') }} as benefits
inner join {{ ref('int_months') }} as months on months.month_start = benefits.month_start
where months.is_newest and benefits.has_plan and benefits.is_running and benefits.is_below_plan
