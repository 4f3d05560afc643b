with scores as (
    select
        cards.supplier_id as party_id,
        cards.month_start,
        cards.score as value,
        cards.component_count as components,
        cards.is_rated as is_known,
        cards.is_final
    from {{ ref('int_supplier_scorecards') }} as cards
)

{{- kpi_scores() }}
