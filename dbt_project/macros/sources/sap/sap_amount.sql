{#
  An amount as money: SAP stores two decimals whatever the currency has, so yen stand divided by 100.
  factors: alias of value_map('sap', 'currency_factor'), left joined on the currency.
#}
{% macro sap_amount(amount, factors) -%}
    cast({{ amount }} * coalesce(cast({{ factors }}.canonical_value as integer), 1) as decimal(28,6))
{%- endmacro %}
