{{ core_entity('business_case') }}
