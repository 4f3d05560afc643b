{{ config(materialized='view') }}

select
    cases.source_instance,
    cases.initiative_number || '-' || cast(cases.case_version as varchar) || '-' || cast(cases.month_on as varchar) as native_id,
    cases.initiative_number,
    cases.business_unit,
    cases.case_version,
    cases.approved_on,
    cases.month_on,
    cases.planned_amount,
    cases.currency
from {{ ref('stg_company_files__business_cases') }} as cases
