{%- set columns = raw_columns('coupa', 'suppliers') -%}

with versions as (
    select
        raw._instance as source_instance,
        {{ columns.id }} as supplier_id,
        {{ typed_json(columns.parent, ['id'], 'bigint') }} as parent_supplier_id,
        {{ columns.number }} as supplier_number,
        {{ columns['display-name'] }} as supplier_name,
        {{ typed_json(columns['primary-address'], ['country', 'code']) }} as country,
        {{ columns.status }} as status_code,
        {{ columns['on-hold'] }} as is_on_hold,
        {{ columns['updated-at'] }} as updated_at,
        raw._extracted_at,
        raw._file_id,
        raw._record
    from {{ source('coupa', 'suppliers') }} as raw
)

{{ newest_versions('versions', key=['supplier_id'], cursor=['updated_at']) }}
