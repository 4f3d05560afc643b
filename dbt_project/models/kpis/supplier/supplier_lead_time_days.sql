with observations as (
    select
        lines.supplier_id as party_id,
        lines.category,
        lines.business_unit_id as business_unit,
        lines.completed_on as observed_on,
        {{ days_between('lines.ordered_on', 'lines.completed_on') }} as numerator,
        1 as denominator,
        0 as open_count,
        true as is_final
    from {{ ref('fct_purchase_order_lines') }} as lines
    where lines.completed_on is not null and lines.ordered_on is not null
)

{{- kpi_figures() }}
