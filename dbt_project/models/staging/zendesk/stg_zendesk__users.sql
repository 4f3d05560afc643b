{%- set columns = raw_columns('zendesk', 'users') -%}

with versions as (
    select
        raw._instance as source_instance,
        {{ columns.id }} as user_id,
        {{ columns.name }} as user_name,
        {{ columns.email }} as email,
        {{ columns.role }} as role_code,
        {{ columns.organization_id }} as organization_id,
        {{ columns.active }} as is_active,
        {{ columns.suspended }} as is_suspended,
        {{ columns.created_at }} as created_at,
        {{ columns.updated_at }} as updated_at,
        raw._extracted_at,
        raw._file_id,
        raw._record
    from {{ source('zendesk', 'users') }} as raw
)

{{ newest_versions('versions', key=['user_id'], cursor=['updated_at']) }}
