{{ ultimate_parents('client') }}
