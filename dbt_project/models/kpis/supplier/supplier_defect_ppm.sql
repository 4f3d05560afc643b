-- Where a group has several units of measure, quantities weigh by order price.
with observations as (
    select
        defects.supplier_id as party_id,
        defects.category,
        defects.business_unit_id as business_unit,
        defects.received_on as observed_on,
        defects.rejected_quantity as numerator,
        defects.quantity as denominator,
        defects.reporting_rejected_amount as numerator_amount,
        defects.reporting_received_amount as denominator_amount,
        defects.unit_of_measure,
        0 as open_count,
        true as is_final
    from {{ ref('int_receipt_defects') }} as defects
)

{{- kpi_figures() }}
