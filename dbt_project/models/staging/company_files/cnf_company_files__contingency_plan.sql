{{ config(materialized='view') }}

select
    plans.source_instance,
    plans.party_system || '/' || plans.party_instance || '/' || plans.party_native_id || '-' || plans.category || '-' || cast(plans.valid_from as varchar) as native_id,
    plans.party_native_id,
    plans.party_system,
    plans.party_instance,
    plans.category,
    plans.valid_from,
    plans.valid_to
from {{ ref('stg_company_files__contingency_plans') }} as plans
