{{ staged_elements('asns') }}
