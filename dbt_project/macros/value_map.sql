{# The rows of the reference table `value_map` for one field of one system, to be used as a CTE. #}
{% macro value_map(system, field) %}
    select
        maps.source_value,
        maps.canonical_value
    from {{ ref('stg_reference__value_map') }} as maps
    where maps.system = '{{ system }}' and maps.field = '{{ field }}'
{% endmacro %}
