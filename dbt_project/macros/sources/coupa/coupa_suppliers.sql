{# Suppliers of Coupa as suppliers: their newest versions, or all of them with the columns of versions. #}
{% macro coupa_suppliers(suppliers, are_versions=false) -%}
select
    suppliers.source_instance,
    cast(suppliers.supplier_id as varchar) as native_id,
    suppliers.supplier_name,
    cast(suppliers.parent_supplier_id as varchar) as parent_native_id,
    suppliers.country,
    suppliers.created_at,
    suppliers.status_code = 'active' and not coalesce(suppliers.is_on_hold, false) as is_active,
    false as is_deleted
    {{- version_columns('suppliers', 'suppliers.updated_at') if are_versions }}
from {{ suppliers }} as suppliers
{%- endmacro %}
