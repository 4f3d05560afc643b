{#
  A whole number that is not negative over a positive one, rounded once to `scale` digits, ties up; null where the divisor
  is 0. The digits are found six at a time, as by hand, so that neither number runs out of room: dividend below 10^38,
  divisor below 10^31.
#}
{% macro divide_whole(dividend, divisor, scale) -%}
    {{ adapter.dispatch('divide_whole', 'rapport')(dividend, divisor, scale) }}
{%- endmacro %}

{% macro duckdb__divide_whole(dividend, divisor, scale) -%}
    {%- set d = 'nullif(cast(' ~ divisor ~ ' as hugeint), 0)' -%}
    {%- set place = namespace(rest='(cast(' ~ dividend ~ ' as hugeint) % ' ~ d ~ ')', digits=0) -%}
    cast(
        cast(cast({{ dividend }} as hugeint) // {{ d }} as decimal(38,{{ scale }}))
        {%- for first in range(0, scale, 6) %}
        {%- set width = [6, scale - first] | min %}
        {%- set place.digits = place.digits + width %}
        {%- set shifted = '(' ~ place.rest ~ ' * ' ~ 10 ** width ~ ')' %}
        {%- set digits = '(2 * ' ~ shifted ~ ' + ' ~ d ~ ') // (2 * ' ~ d ~ ')' if loop.last else shifted ~ ' // ' ~ d %}
        + cast({{ digits }} as decimal(18,0)) * 0.{{ '0' * (place.digits - 1) }}1
        {%- set place.rest = '(' ~ shifted ~ ' % ' ~ d ~ ')' %}
        {%- endfor %} as decimal(38,{{ scale }})
    )
{%- endmacro %}
