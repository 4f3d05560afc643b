{{ core_entity('schedule_line') }}
