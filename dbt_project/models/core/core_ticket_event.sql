{{ core_entity('ticket_event') }}
