with observations as (
    select
        obligations.supplier_id as party_id,
        cast(null as varchar) as category,
        cast(null as varchar) as business_unit,
        obligations.due_on as observed_on,
        case when obligations.is_met_on_time then 1 else 0 end as numerator,
        1 as denominator,
        case when obligations.met_on is null then 1 else 0 end as open_count,
        obligations.is_final
    from {{ ref('fct_obligations') }} as obligations
    where obligations.obligor = 'supplier' and obligations.is_due and not obligations.is_waived
)

{{- kpi_figures(by_main_category=true) }}
