{{ core_entity('opportunity_line') }}
