{{ core_entity('raci') }}
