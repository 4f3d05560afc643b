{%- set columns = raw_columns('zendesk', 'tickets') -%}

with versions as (
    select
        raw._instance as source_instance,
        {{ columns.id }} as ticket_id,
        {{ columns.organization_id }} as organization_id,
        {{ columns.assignee_id }} as assignee_id,
        {{ columns.requester_id }} as requester_id,
        {{ columns.status }} as status_code,
        {{ columns.priority }} as priority_code,
        {{ columns.type }} as ticket_type,
        {{ columns.created_at }} as created_at,
        {{ columns.updated_at }} as updated_at,
        {{ columns.generated_timestamp }} as generated_at,
        raw._extracted_at,
        raw._file_id,
        raw._record
    from {{ source('zendesk', 'tickets') }} as raw
)

{{ newest_versions('versions', key=['ticket_id'], cursor=['generated_at', 'updated_at']) }}
