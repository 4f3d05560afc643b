{# The condition under which a rate holds for a currency on a day. #}
{% macro fx_rate_join(rates, currency, day) -%}
    {{ rates }}.from_currency = {{ currency }} and {{ day }} between {{ rates }}.valid_from and {{ rates }}.valid_to
{%- endmacro %}
