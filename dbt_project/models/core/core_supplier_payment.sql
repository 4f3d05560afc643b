{{ core_entity('supplier_payment') }}
