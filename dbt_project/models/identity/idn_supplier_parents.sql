{{ ultimate_parents('supplier') }}
