{#
  A whole number over another, rounded once to `scale` digits, ties away from zero; null where the divisor is 0.

  The digits are found six at a time, as by hand, so that neither number runs out of room: dividend below 10^38, divisor
  below 10^31.
#}
{% macro divide_whole(dividend, divisor, scale) -%}
    {{ adapter.dispatch('divide_whole', 'rapport')(dividend, divisor, scale) }}
{%- endmacro %}

{% macro duckdb__divide_whole(dividend, divisor, scale) -%}
    {%- set n = 'abs(cast(' ~ dividend ~ ' as hugeint))' -%}
    {%- set d = 'abs(nullif(cast(' ~ divisor ~ ' as hugeint), 0))' -%}
    {%- set place = namespace(rest='(' ~ n ~ ' % ' ~ d ~ ')', digits=0) -%}
    cast(
        sign(cast({{ dividend }} as hugeint)) * sign(cast({{ divisor }} as hugeint)) * (
            cast({{ n }} // {{ d }} as decimal({{ 38 - scale }},0))
            {%- for first in range(0, scale, 6) %}
            {%- set width = [6, scale - first] | min %}
            {%- set place.digits = place.digits + width %}
            {%- set shifted = '(' ~ place.rest ~ ' * ' ~ 10 ** width ~ ')' %}
            {%- set digits = '(2 * ' ~ shifted ~ ' + ' ~ d ~ ') // (2 * ' ~ d ~ ')' if loop.last else shifted ~ ' // ' ~ d %}
            + cast({{ digits }} as decimal(9,0)) * 0.{{ '0' * (place.digits - 1) }}1
            {%- set place.rest = '(' ~ shifted ~ ' % ' ~ d ~ ')' %}
            {%- endfor %}
        ) as decimal(38,{{ scale }})
    )
{%- endmacro %}
