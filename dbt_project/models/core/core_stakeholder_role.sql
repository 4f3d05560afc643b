{{ core_entity('stakeholder_role') }}
