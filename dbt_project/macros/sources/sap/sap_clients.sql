{# The clients (MANDT) of SAP that are the company, to be used as a CTE; the rows of others, such as tests, are none of it. #}
{% macro sap_clients() %}
    select maps.source_value as client_code
    from {{ ref('stg_reference__value_map') }} as maps
    where maps.system = 'sap' and maps.field = 'client' and maps.canonical_value = 'company'
{% endmacro %}
