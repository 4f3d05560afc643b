{{ core_entity('purchase_order_line') }}
