{{ config(materialized='view') }}

select
    contacts.source_instance,
    contacts.contact_id as native_id,
    contacts.account_id as client_native_id,
    trim(coalesce(contacts.first_name, '') || ' ' || contacts.last_name) as contact_name,
    contacts.email,
    contacts.title,
    contacts.department,
    contacts.master_contact_id as merged_into_native_id,
    contacts.created_at,
    coalesce(contacts.is_deleted, false) or contacts.master_contact_id is not null as is_deleted
from {{ ref('stg_salesforce__contact') }} as contacts
