{{ core_entity('initiative') }}
