{#
  What counts of a party that has several records: what the earliest one that is not deleted says. A record's precedence sorts
  first what counts first; of a value, the first record that has one decides.
#}
{% macro record_precedence(records, key) -%}
    case when {{ records }}.is_deleted then 'deleted ' else '' end
    || coalesce(cast({{ records }}.created_at as varchar), 'unknown') || ' ' || {{ records }}.{{ key }}
{%- endmacro %}

{% macro first_known(value) -%}
    min_by(records.{{ value }}, records.precedence) filter (where records.{{ value }} is not null)
{%- endmacro %}

{# Who may order from one of a supplier's records may order from it. #}
{% macro may_be_ordered_from() -%}
    max(cast(records.is_active as integer)) = 1
{%- endmacro %}
