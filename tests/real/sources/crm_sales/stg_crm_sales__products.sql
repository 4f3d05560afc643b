{%- set columns = raw_columns('crm_sales', 'products') -%}

with versions as (
    select
        raw._instance as source_instance,
        {{ columns.product }} as product_name,
        {{ columns.series }} as series,
        {{ columns.sales_price }} as sales_price,
        raw._extracted_at,
        raw._file_id,
        raw._record
    from {{ source('crm_sales', 'products') }} as raw
)

{{ newest_versions('versions', key=['product_name']) }}
