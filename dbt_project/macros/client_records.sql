{#
  Records of clients, of core_client or of its shape, under the client that they belong to, with their precedence and the
  keys of their parent and manager, both looked for within their own instance. `also` names columns to hand on.
#}
{% macro client_records(records, also=[]) %}
    select
        members.client_id,
        {{ record_precedence('clients', 'client_id') }} as precedence,
        {%- for column in also %}
        clients.{{ column }},
        {%- endfor %}
        clients.client_name,
        parents.client_id as parent_client_id,
        clients.segment,
        clients.country,
        clients.business_unit,
        managers.employee_id as relationship_manager_id
    from {{ ref('idn_client_members') }} as members
    inner join {{ records }} as clients on clients.client_id = members.member_id
    left join {{ ref('core_client') }} as parent_records
        on
            parent_records.source_system = clients.source_system
            and parent_records.source_instance = clients.source_instance
            and parent_records.native_id = clients.parent_native_id
    left join {{ ref('idn_client_members') }} as parents
        on parents.member_id = parent_records.client_id and parents.client_id <> members.client_id
    left join {{ ref('core_employee') }} as managers
        on
            managers.source_system = clients.source_system
            and managers.source_instance = clients.source_instance
            and managers.native_id = clients.employee_native_id
{% endmacro %}
