{# How a figure stands to its target; `at_risk` is within 5 % of the target on the wrong side. #}
{% macro kpi_status(figures) -%}
    case
        when {{ figures }}.is_low_sample or {{ figures }}.value is null then 'insufficient_data'
        when {{ figures }}.target is null or {{ figures }}.direction = 'neutral' then 'no_target'
        when {{ figures }}.direction = 'higher_is_better' and {{ figures }}.value >= {{ figures }}.target then 'met'
        when {{ figures }}.direction = 'lower_is_better' and {{ figures }}.value <= {{ figures }}.target then 'met'
        when 20 * abs({{ figures }}.value - {{ figures }}.target) <= abs({{ figures }}.target) then 'at_risk'
        else 'missed'
    end
{%- endmacro %}
