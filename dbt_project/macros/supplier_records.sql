{#
  Records of suppliers, of core_supplier or of its shape, under the supplier that they belong to, with their precedence.
  `also` names columns to hand on.
#}
{% macro supplier_records(records, also=[]) %}
    select
        members.supplier_id,
        {{ record_precedence('suppliers', 'supplier_id') }} as precedence,
        {%- for column in also %}
        suppliers.{{ column }},
        {%- endfor %}
        suppliers.supplier_name,
        suppliers.country,
        suppliers.is_active
    from {{ ref('idn_supplier_members') }} as members
    inner join {{ records }} as suppliers on suppliers.supplier_id = members.member_id
{% endmacro %}
