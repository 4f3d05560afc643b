{{ staged_elements('schedules') }}
