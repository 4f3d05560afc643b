{#
  The instant, as naive UTC, at which clocks of an IANA zone show a local time. Where they are put back and show it twice it
  is the first; a time that they skip is told by the offset before (RFC 5545).
#}
{% macro zone_instant(local_time, zone) -%}
    {{ adapter.dispatch('zone_instant', 'rapport')(local_time, zone) }}
{%- endmacro %}

{% macro duckdb__zone_instant(local_time, zone) -%}
    {%- set last = "timezone('UTC', timezone(" ~ zone ~ ", " ~ local_time ~ "))" -%}
    {#- DuckDB takes the last; by the offset of the day before it would be the first. -#}
    {%- set day_before = "(" ~ last ~ " - interval 1 day)" -%}
    {%- set first = "(" ~ local_time ~ " - (timezone(" ~ zone ~ ", timezone('UTC', " ~ day_before ~ ")) - " ~ day_before ~ "))" -%}
    case when timezone({{ zone }}, timezone('UTC', {{ first }})) = {{ local_time }} then {{ first }} else {{ last }} end
{%- endmacro %}
