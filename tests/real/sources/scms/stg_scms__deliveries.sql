{%- set columns = raw_columns('scms', 'deliveries') -%}

with versions as (
    select
        raw._instance as source_instance,
        {{ columns['ID'] }} as delivery_id,
        {{ columns['PO / SO #'] }} as order_number,
        {{ columns['Vendor'] }} as vendor_name,
        {{ columns['Product Group'] }} as product_group,
        {{ columns['Country'] }} as country,
        {{ columns['Shipment Mode'] }} as shipment_mode,
        {{ columns['PO Sent to Vendor Date'] }} as ordered_on,
        {{ columns['Scheduled Delivery Date'] }} as scheduled_on,
        {{ columns['Delivered to Client Date'] }} as delivered_on,
        {{ columns['Line Item Quantity'] }} as quantity,
        {{ columns['Line Item Value'] }} as line_amount,
        {{ columns['Pack Price'] }} as pack_price,
        raw._extracted_at,
        raw._file_id,
        raw._record
    from {{ source('scms', 'deliveries') }} as raw
)

{{ newest_versions('versions', key=['delivery_id']) }}
