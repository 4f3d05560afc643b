{{ core_entity('obligation') }}
