{# A number of the ISO calendar of a day: `isodow` (1 is Monday), `week` or `isoyear`, the year that the week belongs to. #}
{% macro iso_date_part(part, day) -%}
    {{ adapter.dispatch('iso_date_part', 'rapport')(part, day) }}
{%- endmacro %}

{% macro duckdb__iso_date_part(part, day) -%}
    extract('{{ part }}' from {{ day }})
{%- endmacro %}
