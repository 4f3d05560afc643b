{{ record_spans('supplier', ['supplier_name', 'country', 'is_active', 'is_deleted']) }}
