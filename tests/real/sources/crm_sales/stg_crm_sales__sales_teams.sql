{%- set columns = raw_columns('crm_sales', 'sales_teams') -%}

with versions as (
    select
        raw._instance as source_instance,
        {{ columns.sales_agent }} as sales_agent,
        {{ columns.manager }} as manager_name,
        {{ columns.regional_office }} as regional_office,
        raw._extracted_at,
        raw._file_id,
        raw._record
    from {{ source('crm_sales', 'sales_teams') }} as raw
)

{{ newest_versions('versions', key=['sales_agent']) }}
