{{ core_entity('supplier_contract') }}
