{%- set columns = raw_columns('coupa', 'receipts') -%}

with versions as (
    select
        raw._instance as source_instance,
        {{ columns.id }} as receipt_id,
        {{ typed_json(columns['order-line'], ['id'], 'bigint') }} as purchase_order_line_id,
        {{ columns.type }} as receipt_type,
        {{ columns.status }} as status_code,
        {{ columns['transaction-date'] }} as transacted_on,
        {{ columns.quantity }} as quantity,
        {{ columns.total }} as total_amount,
        {{ columns['updated-at'] }} as updated_at,
        raw._extracted_at,
        raw._file_id,
        raw._record
    from {{ source('coupa', 'receipts') }} as raw
)

{{ newest_versions('versions', key=['receipt_id'], cursor=['updated_at']) }}
