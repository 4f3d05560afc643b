{{ core_entity('sla_instance') }}
