with run as (
    {{ run_parameters() }}
),

engagements as (
    select
        engagements.community_engagement_id,
        engagements.source_system,
        engagements.source_instance,
        engagements.native_id,
        coalesce(engagements.business_unit, 'unknown') as business_unit_id,
        engagements.kind_code,
        engagements.place,
        engagements.planned_on,
        case when engagements.held_on <= run.as_of_on then engagements.held_on end as held_on,
        engagements.spend_amount,
        engagements.currency,
        engagements.beneficiaries
    from {{ ref('core_community_engagement') }} as engagements
    cross join run
)

select
    engagements.community_engagement_id,
    engagements.source_system,
    engagements.source_instance,
    engagements.native_id,
    units.business_unit_key,
    units.business_unit_id,
    engagements.kind_code,
    engagements.place,
    engagements.planned_on,
    engagements.held_on,
    engagements.spend_amount,
    engagements.currency,
    {{ reporting_amount('engagements.spend_amount', 'engagements.currency', 'rates') }} as reporting_spend_amount,
    engagements.beneficiaries
from engagements
inner join {{ ref('dim_business_units') }} as units on units.business_unit_id = engagements.business_unit_id
left join {{ ref('int_fx_rate_spans') }} as rates
    on {{ fx_rate_join('rates', 'engagements.currency', 'engagements.held_on') }}
