with scores as (
    select
        health.client_id as party_id,
        health.month_start,
        health.coverage_percent as value,
        health.component_count as components,
        health.is_known,
        health.is_final
    from {{ ref('int_client_health_scores') }} as health
)

{{- kpi_scores() }}
