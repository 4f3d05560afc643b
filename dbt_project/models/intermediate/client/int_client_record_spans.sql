{{ record_spans('client', [
    'source_system', 'source_instance', 'client_name', 'parent_native_id', 'segment', 'country', 'employee_native_id', 'business_unit', 'is_deleted'
]) }}
