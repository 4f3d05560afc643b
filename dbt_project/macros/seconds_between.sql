{# Whole seconds from one instant to another. #}
{% macro seconds_between(from_instant, to_instant) -%}
    {{ adapter.dispatch('seconds_between', 'rapport')(from_instant, to_instant) }}
{%- endmacro %}

{% macro duckdb__seconds_between(from_instant, to_instant) -%}
    (epoch_us({{ to_instant }}) // 1000000 - epoch_us({{ from_instant }}) // 1000000)
{%- endmacro %}
