{#
  An amount in the reporting currency; null where there is no rate that is fresh enough.
  rates: alias of int_fx_rate_spans, left joined with `fx_rate_join`. digits: 12 of amounts that are products or quotients.
#}
{% macro reporting_amount(amount, currency, rates, digits=6) -%}
    cast(case when {{ currency }} = '{{ var("reporting_currency") }}' then {{ amount }} else {{ amount }} * {{ rates }}.rate end as {{ 'decimal(28,6)' if digits == 6 else 'decimal(38,' ~ digits ~ ')' }})
{%- endmacro %}
