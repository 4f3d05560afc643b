{{ core_entity('working_holiday') }}
