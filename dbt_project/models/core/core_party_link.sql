{{ core_entity('party_link') }}
