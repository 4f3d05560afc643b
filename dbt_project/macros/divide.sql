{#
  Exact division: numerator × factor / denominator, rounded once, ties away from zero; null where the denominator is 0.

  Both sides are taken as whole numbers of 10^-digits, because division of decimals is floating point in DuckDB.
  scale: digits of the result, 6 for figures, 18 for shares that are worked on further. digits: of what is divided, 12 where that is
  a product or quotient itself.
#}
{% macro divide(numerator, denominator, factor=1, scale=6, digits=6) -%}
    {{ adapter.dispatch('divide', 'rapport')(numerator, denominator, factor, scale, digits) }}
{%- endmacro %}

{% macro duckdb__divide(numerator, denominator, factor, scale, digits) -%}
    {%- set type = 'decimal(28,6)' if digits == 6 else 'decimal(38,' ~ digits ~ ')' -%}
    {%- set power = '1' ~ '0' * digits -%}
    {%- set n = 'cast(cast(' ~ numerator ~ ' as ' ~ type ~ ') * ' ~ power ~ ' as hugeint)' -%}
    {%- set d = 'cast(cast(' ~ denominator ~ ' as ' ~ type ~ ') * ' ~ power ~ ' as hugeint)' -%}
    {%- set multiplier = '1' ~ '0' * scale -%}
    {%- set unit = '0.' ~ '0' * (scale - 1) ~ '1' -%}
    cast(
        case when {{ d }} <> 0 then
            sign({{ n }}) * sign({{ d }})
            * cast((2 * abs({{ n }}) * {{ factor }} * cast({{ multiplier }} as hugeint) + abs({{ d }})) // (2 * abs({{ d }})) as decimal(38,0))
            * {{ unit }}
        end as decimal({{ 28 if scale == 6 else 38 }},{{ scale }})
    )
{%- endmacro %}
