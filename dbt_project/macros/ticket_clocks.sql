{# The clocks of a ticket and the statuses in which each runs (KPIS.md, section 6b). #}
{% macro ticket_clocks() %}
    {{ return({
        'requester_wait': ['new', 'open', 'hold'],
        'agent_work': ['new', 'open'],
        'on_hold': ['hold'],
        'agent_wait': ['pending'],
        'resolution': ['new', 'open', 'pending', 'hold'],
    }) }}
{% endmacro %}
