{# Organizations as clients: their newest versions, or all of them with the columns of versions. #}
{% macro zendesk_clients(organizations, are_versions=false) -%}
select
    organizations.source_instance,
    cast(organizations.organization_id as varchar) as native_id,
    organizations.organization_name as client_name,
    cast(null as varchar) as parent_native_id,
    organizations.customer_tier as segment,
    organizations.country,
    cast(null as varchar) as employee_native_id,
    cast(null as varchar) as business_unit,
    organizations.created_at,
    organizations.deleted_at is not null as is_deleted
    {{- version_columns('organizations', 'organizations.updated_at') if are_versions }}
from {{ organizations }} as organizations
{%- endmacro %}
