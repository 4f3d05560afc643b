{{ core_entity('sla_policy') }}
