{%- set columns = raw_columns('crm_sales', 'accounts') -%}

with versions as (
    select
        raw._instance as source_instance,
        {{ columns.account }} as account_name,
        {{ columns.subsidiary_of }} as parent_account_name,
        {{ columns.sector }} as sector,
        {{ columns.office_location }} as office_location,
        raw._extracted_at,
        raw._file_id,
        raw._record
    from {{ source('crm_sales', 'accounts') }} as raw
)

{{ newest_versions('versions', key=['account_name']) }}
