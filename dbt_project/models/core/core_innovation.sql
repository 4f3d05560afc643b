{{ core_entity('innovation') }}
