{{ core_entity('receipt') }}
