{%- set columns = raw_columns('zendesk', 'organizations') -%}

with versions as (
    select
        raw._instance as source_instance,
        {{ columns.id }} as organization_id,
        {{ columns.name }} as organization_name,
        {{ columns.external_id }} as external_id,
        {{ columns.domain_names }} as domain_names,
        {{ typed_json(columns.organization_fields, ['customer_tier']) }} as customer_tier,
        {{ typed_json(columns.organization_fields, ['country']) }} as country,
        {{ columns.created_at }} as created_at,
        {{ columns.updated_at }} as updated_at,
        {{ columns.deleted_at }} as deleted_at,
        raw._extracted_at,
        raw._file_id,
        raw._record
    from {{ source('zendesk', 'organizations') }} as raw
)

{{ newest_versions('versions', key=['organization_id'], cursor=['updated_at']) }}
