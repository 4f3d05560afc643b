{#
  An identifier of Salesforce in its form of 18 characters, which does not depend on case. Reports and old tools give the
  first 15; the other three say, for each five of those, which are capitals.
#}
{% macro salesforce_id(id) -%}
    case
        when length({{ id }}) = 15 then {{ id }}
        {%- for first in [1, 6, 11] %} || substr('ABCDEFGHIJKLMNOPQRSTUVWXYZ012345', 1
            {%- for place in [0, 1, 2, 3, 4] %} + case when substr({{ id }}, {{ first + place }}, 1) between 'A' and 'Z' then {{ 2 ** place }} else 0 end
            {%- endfor %}, 1)
        {%- endfor %}
        else {{ id }}
    end
{%- endmacro %}
