{# The name of each material group, in English where it has one, to be used as a CTE. #}
{% macro sap_category_names() %}
    select
        names.source_instance,
        names.client_code,
        names.material_group_code,
        coalesce(
            max(case when names.language_code in ('E', 'EN') then names.material_group_name end),
            min(names.material_group_name)
        ) as category
    from {{ ref('stg_sap__t023t') }} as names
    group by names.source_instance, names.client_code, names.material_group_code
{% endmacro %}
