{{ staged_elements('purchase_orders') }}
