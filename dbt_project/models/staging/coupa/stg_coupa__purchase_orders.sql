{%- set columns = raw_columns('coupa', 'purchase_orders') -%}

with versions as (
    select
        raw._instance as source_instance,
        {{ columns.id }} as purchase_order_id,
        {{ typed_json(columns.supplier, ['id'], 'bigint') }} as supplier_id,
        {{ columns['po-number'] }} as order_number,
        {{ columns.status }} as status_code,
        {{ columns['created-at'] }} as created_on,
        {{ typed_json(columns.currency, ['code']) }} as currency,
        {{ typed_json(columns['ship-to-address'], ['country', 'code']) }} as ship_to_country,
        {{ typed_json(columns['requisition-header'], ['department', 'name']) }} as department,
        {{ columns['order-lines'] }} as order_lines,
        {{ columns['updated-at'] }} as updated_at,
        raw._extracted_at,
        raw._file_id,
        raw._record
    from {{ source('coupa', 'purchase_orders') }} as raw
)

{{ newest_versions('versions', key=['purchase_order_id'], cursor=['updated_at']) }}
