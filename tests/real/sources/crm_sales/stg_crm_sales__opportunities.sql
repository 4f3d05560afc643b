{%- set columns = raw_columns('crm_sales', 'opportunities') -%}

with versions as (
    select
        raw._instance as source_instance,
        {{ columns.opportunity_id }} as opportunity_id,
        {{ columns.account }} as account_name,
        {{ columns.sales_agent }} as sales_agent,
        {{ columns.product }} as product_name,
        {{ columns.deal_stage }} as deal_stage,
        {{ columns.engage_date }} as engaged_on,
        {{ columns.close_date }} as closed_on,
        {{ columns.close_value }} as close_value,
        raw._extracted_at,
        raw._file_id,
        raw._record
    from {{ source('crm_sales', 'opportunities') }} as raw
)

{{ newest_versions('versions', key=['opportunity_id']) }}
