-- The worst of its categories; share, second supplier, plan and contract are always known.
with scores as (
    select
        dependencies.supplier_id as party_id,
        dependencies.month_start,
        max(dependencies.risk) as value,
        4 as components,
        true as is_known,
        true as is_final
    from {{ ref('int_supplier_dependencies') }} as dependencies
    group by dependencies.supplier_id, dependencies.month_start
)

{{- kpi_scores() }}
