{{ core_entity('contingency_plan') }}
