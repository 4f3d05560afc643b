{# The one-row table of this run's parameters: as_of (instant, naive UTC) and as_of_on (its day in the reporting zone). #}
{% macro run_parameters() %}
    select
        parameters.as_of,
        {{ reporting_date('parameters.as_of') }} as as_of_on
    from {{ source('rapport', 'run_parameters') }} as parameters
{% endmacro %}
