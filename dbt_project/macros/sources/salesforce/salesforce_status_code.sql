{# What Salesforce says about an outcome, as one code for the value map: its two flags IsClosed and IsWon. #}
{% macro salesforce_status_code(alias) -%}
    'IsClosed=' || cast({{ alias }}.is_closed as varchar) || ' IsWon=' || cast({{ alias }}.is_won as varchar)
{%- endmacro %}
