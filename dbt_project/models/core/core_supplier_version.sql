{{ core_entity('supplier_version') }}
