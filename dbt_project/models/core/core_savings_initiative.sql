{{ core_entity('savings_initiative') }}
