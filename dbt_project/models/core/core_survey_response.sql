{{ core_entity('survey_response') }}
