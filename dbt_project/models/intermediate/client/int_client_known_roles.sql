{%- set roles = ['decision_maker', 'influencer', 'gatekeeper'] -%}
with first_known as (
    select
        roles.client_id,
        roles.role,
        min(roles.known_at) as known_at
    from {{ ref('int_stakeholder_roles') }} as roles
    group by roles.client_id, roles.role
),

known as (
    select
        in_force.client_id,
        in_force.month_start,
        in_force.stock_on,
        in_force.is_newest,
        {%- for role in roles %}
        count(case when first_known.role = '{{ role }}' then 1 end) > 0 as has_{{ role }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ ref('int_clients_in_force') }} as in_force
    left join first_known
        on first_known.client_id = in_force.client_id and first_known.known_at <= in_force.stock_at
    group by in_force.client_id, in_force.month_start, in_force.stock_on, in_force.is_newest
)

select
    known.client_id,
    known.month_start,
    known.stock_on,
    known.is_newest,
    {%- for role in roles %}
    known.has_{{ role }},
    {%- endfor %}
    known.has_decision_maker and known.has_influencer as is_covered,
    nullif(
        concat_ws(
            ', ',
            {%- for role in roles %}
            case when not known.has_{{ role }} then '{{ role | replace('_', ' ') }}' end{{ ',' if not loop.last }}
            {%- endfor %}
        ),
        ''
    ) as missing_roles
from known
