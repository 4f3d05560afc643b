with observations as (
    select
        lines.supplier_id as party_id,
        lines.category,
        lines.business_unit_id as business_unit,
        lines.invoiced_on as observed_on,
        case when lines.is_matched then 1 else 0 end as numerator,
        1 as denominator,
        0 as open_count,
        true as is_final
    from {{ ref('fct_supplier_invoices') }} as lines
    where lines.kind = 'invoice'
)

{{- kpi_figures() }}
