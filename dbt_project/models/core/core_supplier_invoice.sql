{{ core_entity('supplier_invoice') }}
