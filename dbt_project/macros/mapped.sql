{# A code in canonical terms: null stays null, a code outside its map becomes `unmapped`. #}
{% macro mapped(code, map_alias) -%}
    case when {{ code }} is not null then coalesce({{ map_alias }}.canonical_value, 'unmapped') end
{%- endmacro %}
