{{ staged_elements('ticket_events') }}
