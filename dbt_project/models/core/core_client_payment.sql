{{ core_entity('client_payment') }}
