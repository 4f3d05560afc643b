{{ core_entity('opportunity') }}
