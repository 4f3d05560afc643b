{{ config(materialized='view') }}

with roles as (
    {{ value_map('salesforce', 'stakeholder_role') }}
),

stated as (
    select
        relations.source_instance,
        relations.account_contact_relation_id as record_id,
        relations.account_id,
        relations.contact_id,
        cast(null as varchar) as opportunity_id,
        trim(codes.element) as role_code,
        relations.created_at as known_at,
        coalesce(relations.is_active, true) as is_active,
        relations.is_deleted
    from {{ ref('stg_salesforce__account_contact_relation') }} as relations
    {{ elements_of(split_text('relations.role_codes', ';'), 'codes') }}
    union all
    select
        contact_roles.source_instance,
        contact_roles.opportunity_contact_role_id as record_id,
        opportunities.account_id,
        contact_roles.contact_id,
        contact_roles.opportunity_id,
        contact_roles.role_code,
        contact_roles.created_at as known_at,
        true as is_active,
        coalesce(contact_roles.is_deleted, false) or coalesce(opportunities.is_deleted, false) as is_deleted
    from {{ ref('stg_salesforce__opportunity_contact_role') }} as contact_roles
    left join {{ ref('stg_salesforce__opportunity') }} as opportunities
        on
            contact_roles.source_instance = opportunities.source_instance
            and contact_roles.opportunity_id = opportunities.opportunity_id
)

select
    stated.source_instance,
    stated.record_id || '-' || stated.role_code as native_id,
    stated.account_id as client_native_id,
    stated.contact_id as contact_native_id,
    stated.opportunity_id as opportunity_native_id,
    stated.role_code,
    {{ mapped('stated.role_code', 'roles') }} as role,
    stated.known_at,
    stated.is_active,
    coalesce(stated.is_deleted, false) as is_deleted
from stated
left join roles on stated.role_code = roles.source_value
where stated.role_code <> ''
