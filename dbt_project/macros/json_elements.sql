{#
  Joins each row with the elements of a JSON array that it holds, one row an element: put it after an input of a `from`,
  `from orders {{ json_elements('orders.order_lines', 'lines') }}`, and read an element as `lines.element`. A row whose
  array is empty or null gives no row.
#}
{% macro json_elements(expression, alias) -%}
    {{ adapter.dispatch('json_elements', 'rapport')(expression, alias) }}
{%- endmacro %}

{% macro duckdb__json_elements(expression, alias) -%}
    cross join unnest(json_extract({{ expression }}, '$[*]')) as {{ alias }} (element)
{%- endmacro %}
