{{ core_entity('objective') }}
