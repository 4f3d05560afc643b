{{ core_entity('ticket') }}
