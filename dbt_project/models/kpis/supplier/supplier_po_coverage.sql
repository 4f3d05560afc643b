with observations as (
    select
        lines.supplier_id as party_id,
        lines.category,
        lines.business_unit_id as business_unit,
        lines.invoiced_on as observed_on,
        case when lines.purchase_order_line_id is not null then lines.reporting_net_amount else 0 end as numerator,
        lines.reporting_net_amount as denominator,
        0 as open_count,
        true as is_final
    from {{ ref('fct_supplier_invoices') }} as lines
    where lines.reporting_net_amount is not null
)

{{- kpi_figures() }}
