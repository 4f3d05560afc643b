{%- set columns = raw_columns('salesforce', 'account') -%}

with versions as (
    select
        raw._instance as source_instance,
        {{ columns.Id }} as account_id,
        {{ columns.MasterRecordId }} as master_account_id,
        {{ columns.ParentId }} as parent_account_id,
        {{ columns.OwnerId }} as owner_id,
        {{ columns.Name }} as account_name,
        {{ columns.Type }} as account_type,
        {{ columns.Industry }} as industry,
        {{ columns.BillingCountry }} as billing_country,
        {{ columns.Website }} as website,
        {{ columns.IsDeleted }} as is_deleted,
        {{ columns.CreatedDate }} as created_at,
        {{ columns.SystemModstamp }} as modified_at,
        raw._extracted_at,
        raw._file_id,
        raw._record
    from {{ source('salesforce', 'account') }} as raw
)

{{ newest_versions('versions', key=['account_id'], cursor=['modified_at']) }}
