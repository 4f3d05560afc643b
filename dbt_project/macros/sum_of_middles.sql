{# The median as numerator and denominator: the sum of the two middle values, over 2. Exact; DuckDB's own truncates. #}
{% macro sum_of_middles(measure) -%}
    {{ adapter.dispatch('sum_of_middles', 'rapport')(measure) }}
{%- endmacro %}

{% macro duckdb__sum_of_middles(measure) -%}
    (quantile_disc({{ measure }}, 0.5) - quantile_disc(-{{ measure }}, 0.5))
{%- endmacro %}
