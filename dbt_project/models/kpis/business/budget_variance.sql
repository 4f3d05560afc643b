with observations as (
    select
        entries.business_unit_id as business_unit,
        entries.month_on as observed_on,
        coalesce(entries.actual_amount, 0) - coalesce(entries.budget_amount, 0) as numerator,
        entries.budget_amount as denominator,
        0 as open_count,
        true as is_final
    from {{ ref('int_budget_entries') }} as entries
)

{{- kpi_figures() }}
