{# The records of a table of ServiceNow that its log of deletions names, to be used as a CTE: such a record is in no newer file. #}
{% macro servicenow_deletions(table) %}
    select
        deletions.source_instance,
        deletions.record_id
    from {{ ref('stg_servicenow__sys_audit_delete') }} as deletions
    where deletions.table_name = '{{ table }}'
    group by deletions.source_instance, deletions.record_id
{% endmacro %}
