{{ core_entity('client') }}
