{# The condition that two rows of SAP's tables, of one instance and one client of it, have the same values in `columns`. #}
{% macro sap_same(left, right, columns) -%}
    {{ left }}.source_instance = {{ right }}.source_instance
    and {{ left }}.client_code = {{ right }}.client_code
    {%- for column in columns %}
    and {{ left }}.{{ column }} = {{ right }}.{{ column }}
    {%- endfor %}
{%- endmacro %}
