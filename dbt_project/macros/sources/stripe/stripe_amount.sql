{#
  An amount that Stripe states in the smallest unit of its currency: hundredths, but for the currencies that its value map
  `decimal_places` gives 0 or 3.
#}
{% macro stripe_amount(minor_units, places) -%}
    cast({{ minor_units }} * case {{ places }}.canonical_value when '0' then 1 when '3' then 0.001 else 0.01 end as decimal(28, 6))
{%- endmacro %}
