{# LFA1 as suppliers: the newest versions, or all of them with the columns of versions; of a change the system tells the day. #}
{% macro sap_suppliers(suppliers, are_versions=false) -%}
with clients as (
    {{ sap_clients() }}
)

select
    suppliers.source_instance,
    suppliers.supplier_id as native_id,
    suppliers.supplier_name,
    suppliers.parent_supplier_id as parent_native_id,
    suppliers.country,
    cast(suppliers.created_on as timestamp) as created_at,
    coalesce(suppliers.order_block_code, suppliers.deletion_code) is null as is_active,
    suppliers.deletion_code is not null as is_deleted
    {{- version_columns('suppliers', 'cast(suppliers.updated_on as timestamp)') if are_versions }}
from {{ suppliers }} as suppliers
inner join clients on suppliers.client_code = clients.client_code
{%- endmacro %}
