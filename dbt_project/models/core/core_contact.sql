{{ core_entity('contact') }}
