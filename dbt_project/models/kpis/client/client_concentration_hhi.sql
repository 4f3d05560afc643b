with observations as (
    select
        clients.ultimate_parent_id as party_id,
        segments.segment,
        mrr.stock_on as observed_on,
        mrr.reporting_annual_amount as numerator,
        not mrr.is_pending as is_final
    from {{ ref('int_client_mrr') }} as mrr
    inner join {{ ref('dim_clients') }} as clients on clients.client_id = mrr.client_id
    inner join {{ ref('int_client_segments') }} as segments
        on
            segments.client_id = mrr.client_id
            and mrr.stock_on between segments.valid_from and segments.valid_to
)

{{- kpi_concentration(['segment'], is_stock=true) }}
