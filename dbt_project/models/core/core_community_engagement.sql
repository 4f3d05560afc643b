{{ core_entity('community_engagement') }}
