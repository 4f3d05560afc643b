{{ core_entity('usage_daily') }}
