{#
  Numbers of documents and suppliers as SAP keeps them: of digits only they have leading zeros up to the length of their
  field, which screens and people leave out. What has letters stays as it is. For `through` in a contract.
#}
{% macro sap_padded(value, digits) -%}
    {{ adapter.dispatch('sap_padded', 'rapport')(value, digits) }}
{%- endmacro %}

{% macro duckdb__sap_padded(value, digits) -%}
    case when regexp_full_match(trim({{ value }}), '[0-9]{1,{{ digits - 1 }}}') then lpad(trim({{ value }}), {{ digits }}, '0') else {{ value }} end
{%- endmacro %}

{% macro sap_four_digits(value) -%}
    {{ sap_padded(value, 4) }}
{%- endmacro %}

{% macro sap_five_digits(value) -%}
    {{ sap_padded(value, 5) }}
{%- endmacro %}

{% macro sap_ten_digits(value) -%}
    {{ sap_padded(value, 10) }}
{%- endmacro %}

{% macro sap_twelve_digits(value) -%}
    {{ sap_padded(value, 12) }}
{%- endmacro %}

{# A number of a material, whose field has 18 digits or 40, as people write it: without leading zeros. #}
{% macro sap_without_zeros(value) -%}
    {{ adapter.dispatch('sap_without_zeros', 'rapport')(value) }}
{%- endmacro %}

{% macro duckdb__sap_without_zeros(value) -%}
    case when regexp_full_match(trim({{ value }}), '[0-9]+') then ltrim(trim({{ value }}), '0') else {{ value }} end
{%- endmacro %}
