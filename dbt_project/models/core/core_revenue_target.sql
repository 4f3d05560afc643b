{{ core_entity('revenue_target') }}
