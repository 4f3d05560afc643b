{{ staged(versions_of='organizations') }}
