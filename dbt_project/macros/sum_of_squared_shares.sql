{# Σ share² × factor, rounded once to 6 digits, ties away from zero; shares are decimal(38,18) between 0 and 1. #}
{% macro sum_of_squared_shares(share, factor) -%}
    {{ adapter.dispatch('sum_of_squared_shares', 'rapport')(share, factor) }}
{%- endmacro %}

{% macro duckdb__sum_of_squared_shares(share, factor) -%}
    {%- set digits = 30 - ((factor | string | length) - 1) -%}
    {%- set unit = '1' ~ '0' * digits -%}
    {%- set whole = 'cast(' ~ share ~ ' * 1000000000000000000 as hugeint)' -%}
    cast(cast((sum({{ whole }} * {{ whole }}) + cast({{ unit }} as hugeint) // 2) // cast({{ unit }} as hugeint) as decimal(38,0)) * 0.000001 as decimal(28,6))
{%- endmacro %}
