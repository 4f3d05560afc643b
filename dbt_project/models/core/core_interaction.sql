{{ core_entity('interaction') }}
