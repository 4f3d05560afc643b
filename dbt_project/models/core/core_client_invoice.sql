{{ core_entity('client_invoice') }}
