{%- set columns = raw_columns('salesforce', 'user') -%}

with versions as (
    select
        raw._instance as source_instance,
        {{ columns.Id }} as user_id,
        {{ columns.ManagerId }} as manager_id,
        {{ columns.Name }} as user_name,
        {{ columns.Email }} as email,
        {{ columns.Department }} as department,
        {{ columns.IsActive }} as is_active,
        {{ columns.SystemModstamp }} as modified_at,
        raw._extracted_at,
        raw._file_id,
        raw._record
    from {{ source('salesforce', 'user') }} as raw
)

{{ newest_versions('versions', key=['user_id'], cursor=['modified_at']) }}
