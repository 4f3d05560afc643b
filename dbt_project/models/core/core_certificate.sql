{{ core_entity('certificate') }}
