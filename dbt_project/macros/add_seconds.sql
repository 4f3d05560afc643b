{# An instant so many whole seconds later. #}
{% macro add_seconds(instant, seconds) -%}
    {{ adapter.dispatch('add_seconds', 'rapport')(instant, seconds) }}
{%- endmacro %}

{% macro duckdb__add_seconds(instant, seconds) -%}
    {{ instant }} + to_seconds({{ seconds }})
{%- endmacro %}
