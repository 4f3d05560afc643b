{{ core_entity('opportunity_change') }}
