{{ core_entity('milestone') }}
