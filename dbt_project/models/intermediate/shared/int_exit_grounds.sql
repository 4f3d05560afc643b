with run as (
    {{ run_parameters() }}
),

scores as (
    select
        'client' as party_type,
        health.client_id as party_id,
        health.score
    from {{ ref('int_client_health_scores') }} as health
    inner join {{ ref('int_complete_quarters') }} as quarters on quarters.last_month_start = health.month_start
    where quarters.age <= 2 and health.is_known
    union all
    select
        'supplier' as party_type,
        cards.supplier_id as party_id,
        cards.score
    from {{ ref('int_supplier_scorecards') }} as cards
    inner join {{ ref('int_complete_quarters') }} as quarters on quarters.quarter_start = cards.quarter_start
    where quarters.age <= 2 and cards.is_rated
),

low_scores as (
    select
        scores.party_type,
        scores.party_id,
        count(*) as quarter_count
    from scores
    where scores.score < 50
    group by scores.party_type, scores.party_id
),

-- The file of plans does not say of which side a company is: a supplier where we buy from it.
closed_plans as (
    select
        plans.remediation_plan_id,
        plans.closed_on,
        plans.outcome,
        case when suppliers.supplier_id is not null then 'supplier' else 'client' end as party_type,
        coalesce(suppliers.supplier_id, clients.client_id) as party_id
    from {{ ref('core_remediation_plan') }} as plans
    cross join run
    left join {{ ref('idn_supplier_members') }} as suppliers on suppliers.member_id = plans.supplier_id
    left join {{ ref('idn_client_members') }} as clients on clients.member_id = plans.supplier_id
    where plans.closed_on <= run.as_of_on
),

placed_plans as (
    select
        closed_plans.party_type,
        closed_plans.party_id,
        closed_plans.remediation_plan_id,
        closed_plans.outcome,
        row_number() over (
            partition by closed_plans.party_type, closed_plans.party_id
            order by closed_plans.closed_on desc, closed_plans.remediation_plan_id desc
        ) as place
    from closed_plans
),

-- What succeeded since has mended what failed before.
failed_plans as (
    select
        placed_plans.party_type,
        placed_plans.party_id,
        placed_plans.remediation_plan_id
    from placed_plans
    where placed_plans.place = 1 and placed_plans.outcome = 'failed'
),

alternatives as (
    select
        members.supplier_id,
        qualifications.category
    from {{ ref('core_supplier_qualification') }} as qualifications
    cross join run
    inner join {{ ref('idn_supplier_members') }} as members on members.member_id = qualifications.supplier_id
    where run.as_of_on between qualifications.valid_from and {{ open_end('qualifications.valid_to') }}
    group by members.supplier_id, qualifications.category
)

select
    worth.party_type,
    worth.party_id,
    coalesce(low_scores.quarter_count, 0) as low_quarter_count,
    failed_plans.remediation_plan_id as failed_plan_id,
    case when worth.party_type = 'supplier' then alternatives.supplier_id is not null end as has_alternative,
    coalesce(low_scores.quarter_count, 0) = 2
    and failed_plans.remediation_plan_id is not null
    and (worth.party_type = 'client' or alternatives.supplier_id is not null) as is_met
from {{ ref('int_relationship_values') }} as worth
left join low_scores on low_scores.party_type = worth.party_type and low_scores.party_id = worth.party_id
left join failed_plans on failed_plans.party_type = worth.party_type and failed_plans.party_id = worth.party_id
left join alternatives
    on worth.party_type = 'supplier'
    and alternatives.supplier_id = worth.party_id
    and alternatives.category = worth.group_name
