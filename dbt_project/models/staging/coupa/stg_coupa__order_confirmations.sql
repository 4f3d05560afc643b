{{ staged_elements('purchase_order_lines') }}
