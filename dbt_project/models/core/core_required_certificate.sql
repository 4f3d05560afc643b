{{ core_entity('required_certificate') }}
