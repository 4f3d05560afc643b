with observations as (
    select
        due.supplier_id as party_id,
        due.category,
        due.business_unit_id as business_unit,
        due.due_on as observed_on,
        due.reporting_paid_in_time_amount as numerator,
        due.reporting_gross_amount as denominator,
        0 as open_count,
        due.is_final
    from {{ ref('int_supplier_invoices_due') }} as due
    where due.reporting_gross_amount is not null
)

{{- kpi_figures(by_main_category=true) }}
