{#
  An amount in the reporting currency; null where there is no rate that is fresh enough.
  rates: alias of int_fx_rate_spans, left joined with `fx_rate_join`.
#}
{% macro reporting_amount(amount, currency, rates) -%}
    cast(case when {{ currency }} = '{{ var("reporting_currency") }}' then {{ amount }} else {{ amount }} * {{ rates }}.rate end as decimal(28,6))
{%- endmacro %}
