{{ core_entity('demand_request') }}
