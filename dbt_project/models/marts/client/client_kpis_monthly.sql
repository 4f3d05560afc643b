{{ kpis_wide('client', 'client') }}
