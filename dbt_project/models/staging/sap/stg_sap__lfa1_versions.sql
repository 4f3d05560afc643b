{{ staged(versions_of='lfa1') }}
