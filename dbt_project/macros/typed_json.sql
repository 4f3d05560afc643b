{# A value at a path of a JSON text in a type, read as any other text of an extract; no type is text. #}
{% macro typed_json(expression, path, data_type='text') -%}
    {{ typed(json_text(expression, path), data_type, ['iso'], 'UTC', []) }}
{%- endmacro %}
