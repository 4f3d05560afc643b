{{ kpis_wide('supplier', 'supplier') }}
