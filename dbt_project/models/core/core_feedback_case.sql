{{ core_entity('feedback_case') }}
