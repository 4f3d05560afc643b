{#
  Which system an identifier that another system holds is of, to be used as a CTE: the rows `linked_source` of its value map,
  `<evidence>` to `<system>` or `<system>/<instance>`. Companies that fill such a field otherwise replace the map.
#}
{% macro linked_sources(system) %}
    select
        maps.source_value as evidence_code,
        split_part(maps.canonical_value, '/', 1) as other_system,
        nullif(split_part(maps.canonical_value, '/', 2), '') as other_instance
    from {{ ref('stg_reference__value_map') }} as maps
    where maps.system = '{{ system }}' and maps.field = 'linked_source'
{% endmacro %}
