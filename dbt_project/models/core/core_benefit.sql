{{ core_entity('benefit') }}
