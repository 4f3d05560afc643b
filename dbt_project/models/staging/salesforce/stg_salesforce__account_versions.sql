{{ staged(versions_of='account') }}
