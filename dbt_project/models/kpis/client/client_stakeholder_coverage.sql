-- A role in an opportunity holds as long as the opportunity is not deleted.
with roles as (
    select
        members.client_id,
        roles.role,
        min(roles.known_at) as known_at
    from {{ ref('core_stakeholder_role') }} as roles
    inner join {{ ref('idn_client_members') }} as members on members.member_id = roles.client_id
    left join {{ ref('fct_opportunities') }} as opportunities on opportunities.opportunity_id = roles.opportunity_id
    where
        roles.role in ('decision_maker', 'influencer')
        and coalesce(roles.is_active, true)
        and not coalesce(roles.is_deleted, false)
        and (roles.opportunity_id is null or opportunities.opportunity_id is not null)
    group by members.client_id, roles.role
),

covered as (
    select
        clients.client_id,
        clients.stock_on,
        count(roles.role) as known_roles
    from {{ ref('int_clients_in_force') }} as clients
    left join roles on roles.client_id = clients.client_id and roles.known_at <= clients.stock_at
    group by clients.client_id, clients.stock_on
),

observations as (
    select
        covered.client_id as party_id,
        covered.stock_on as observed_on,
        case when covered.known_roles = 2 then 1 else 0 end as numerator,
        1 as denominator,
        0 as open_count,
        true as is_final
    from covered
)

{{- kpi_figures() }}
