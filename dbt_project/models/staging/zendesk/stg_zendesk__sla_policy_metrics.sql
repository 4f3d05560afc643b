{{ staged_elements('sla_policies') }}
