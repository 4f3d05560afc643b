{{ core_entity('working_schedule') }}
