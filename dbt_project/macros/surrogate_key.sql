{# The first 13 hex digits of md5 as an integer: exact in spreadsheets, equal on all engines. #}
{% macro surrogate_key(business_key) -%}
    {{ adapter.dispatch('surrogate_key', 'rapport')(business_key) }}
{%- endmacro %}

{% macro duckdb__surrogate_key(business_key) -%}
    case when {{ business_key }} = 'unknown' then cast(-1 as bigint) else cast('0x' || substr(md5({{ business_key }}), 1, 13) as bigint) end
{%- endmacro %}
