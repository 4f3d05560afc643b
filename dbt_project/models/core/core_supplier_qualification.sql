{{ core_entity('supplier_qualification') }}
