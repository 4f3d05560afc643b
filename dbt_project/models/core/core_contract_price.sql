{{ core_entity('contract_price') }}
