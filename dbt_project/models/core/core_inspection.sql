{{ core_entity('inspection') }}
