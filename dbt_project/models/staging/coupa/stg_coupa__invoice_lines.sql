{{ staged_elements('invoices') }}
