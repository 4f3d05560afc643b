{{ core_entity('budget_line') }}
