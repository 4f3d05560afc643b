{{ core_entity('escalation') }}
