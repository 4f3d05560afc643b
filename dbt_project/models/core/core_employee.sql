{{ core_entity('employee') }}
