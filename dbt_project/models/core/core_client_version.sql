{{ core_entity('client_version') }}
