{{ config(materialized='view') }}

select
    engagements.source_instance,
    engagements.engagement_id as native_id,
    engagements.business_unit,
    engagements.kind_code,
    engagements.place,
    engagements.planned_on,
    engagements.held_on,
    engagements.spend_amount,
    engagements.currency,
    engagements.beneficiaries
from {{ ref('stg_company_files__community_engagements') }} as engagements
