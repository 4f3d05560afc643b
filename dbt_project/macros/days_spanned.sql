{# The days, as midnights, from that of one instant to that of another: a list, to be read with `elements_of`. #}
{% macro days_spanned(from_instant, to_instant) -%}
    {{ adapter.dispatch('days_spanned', 'rapport')(from_instant, to_instant) }}
{%- endmacro %}

{% macro duckdb__days_spanned(from_instant, to_instant) -%}
    generate_series(date_trunc('day', {{ from_instant }}), {{ to_instant }}, interval 1 day)
{%- endmacro %}
