{{ core_entity('remediation_plan') }}
