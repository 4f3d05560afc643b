{{ core_entity('supplier') }}
