{{ core_entity('client_contract_family') }}
