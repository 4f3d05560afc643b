{{ core_entity('product') }}
