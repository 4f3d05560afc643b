{#
  The text at a path of a JSON text: `json_text('lines.line', ['currency', 'code'])`; null where the path ends early, and
  of a text that is no JSON.

  Keys may hold any characters. Numbers and booleans come as JSON writes them, so `typed` reads them like any other text.
  The loader renders `duckdb__json_text` with plain Jinja, so it uses nothing of dbt's own context.
#}
{% macro json_text(expression, path) -%}
    {{ adapter.dispatch('json_text', 'rapport')(expression, path) }}
{%- endmacro %}

{% macro duckdb__json_text(expression, path) -%}
    case when json_valid({{ expression }}) then json_extract_string({{ expression }}, '$
    {%- for key in path %}."{{ key | replace("'", "''") }}"{% endfor %}') end
{%- endmacro %}
