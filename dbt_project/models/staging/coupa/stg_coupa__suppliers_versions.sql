{{ staged(versions_of='suppliers') }}
