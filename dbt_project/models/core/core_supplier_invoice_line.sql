{{ core_entity('supplier_invoice_line') }}
