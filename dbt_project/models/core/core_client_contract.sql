{{ core_entity('client_contract') }}
