with observations as (
    select
        spend.supplier_id as party_id,
        spend.category,
        spend.business_unit,
        spend.spent_on as observed_on,
        case when contracts.purchase_order_line_id is not null then spend.reporting_amount else 0 end as numerator,
        spend.reporting_amount as denominator,
        0 as open_count,
        true as is_final
    from {{ ref('int_spend_lines') }} as spend
    inner join {{ ref('stg_reference__category_rules') }} as rules
        on rules.category = spend.category
        and spend.spent_on between rules.valid_from and rules.valid_to
    left join {{ ref('int_order_line_contracts') }} as contracts
        on contracts.purchase_order_line_id = spend.purchase_order_line_id
    where rules.is_addressable and spend.reporting_amount is not null
)

{{- kpi_figures() }}
